namespace SmartKart.Scoring.Recommenders;

/// <summary>Which product each item of a model is. Immutable.</summary>
public sealed class Catalogue
{
    private readonly string[] _products;
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);

    /// <param name="products">Each item's product, in the items' order.</param>
    /// <exception cref="ModelException">A product is there twice.</exception>
    public Catalogue(IEnumerable<string> products)
    {
        _products = [.. products];
        for (var item = 0; item < _products.Length; item++)
        {
            if (!_items.TryAdd(_products[item], item)) throw new ModelException($"The product {_products[item]} is in a catalogue twice. Train the model again.");
        }
    }

    /// <summary>How many products.</summary>
    public int Count => _products.Length;

    /// <summary>Which product an item is.</summary>
    public string this[int item] => _products[item];

    /// <summary>Which item a product is, or -1 where training never met it.</summary>
    public int ItemOf(string product) => _items.GetValueOrDefault(product, -1);

    /// <summary>The items that these products are, ascending, each once; what training never met is left out.</summary>
    public int[] ItemsOf(IEnumerable<string> products) => [.. products.Select(ItemOf).Where(item => item >= 0).Distinct().Order()];
}
