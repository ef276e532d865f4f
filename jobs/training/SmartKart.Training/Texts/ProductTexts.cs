using SmartKart.Scoring.Recommenders;

namespace SmartKart.Training.Texts;

/// <summary>The text of each product of a catalogue, by its item. Immutable.</summary>
public sealed class ProductTexts
{
    private readonly ProductText?[] _texts;

    /// <param name="products">The items.</param>
    /// <param name="texts">Products' texts; those of others are left out.</param>
    public ProductTexts(Catalogue products, IReadOnlyDictionary<string, ProductText> texts)
    {
        _texts = new ProductText?[products.Count];
        for (var item = 0; item < _texts.Length; item++)
        {
            if (!texts.TryGetValue(products[item], out var text) || text.IsEmpty) continue;
            _texts[item] = text;
            Known++;
        }
    }

    /// <summary>How many items there are.</summary>
    public int Items => _texts.Length;

    /// <summary>How many of them have a text.</summary>
    public int Known { get; }

    /// <summary>An item's, or null where nothing is told of it.</summary>
    public ProductText? this[int item] => _texts[item];
}
