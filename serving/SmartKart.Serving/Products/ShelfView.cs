using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Serving.Products;

/// <summary>
/// The shelf by a model's items: which can be sold, and each one's category as a number. Changed under the shelf's lock a word at a time while requests read:
/// a request sees a product as it was before a change or after it.
/// </summary>
internal sealed class ShelfView
{
    private const int NoCategory = -1;

    private readonly Catalogue _catalogue;
    private readonly ProductShelf _shelf;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int[] _categories;

    public ShelfView(Catalogue catalogue, ProductShelf shelf)
    {
        (_catalogue, _shelf) = (catalogue, shelf);
        (InStock, _categories) = (new RowSet(catalogue.Count), new int[catalogue.Count]);
    }

    /// <summary>The items that can be sold.</summary>
    public RowSet InStock { get; }

    /// <summary>Each item's category, -1 for none.</summary>
    public ReadOnlyMemory<int> Categories => _categories;

    /// <summary>Looks at all products.</summary>
    public void RefreshAll()
    {
        for (var item = 0; item < _catalogue.Count; item++) Refresh(item, _catalogue[item]);
    }

    /// <summary>Looks at a product.</summary>
    public void Refresh(string product)
    {
        if (_catalogue.ItemOf(product) is >= 0 and var item) Refresh(item, product);
    }

    private void Refresh(int item, string product)
    {
        if (_shelf.CanSell(product)) InStock.Add(item);
        else InStock.Remove(item);
        _categories[item] = _shelf.Find(product)?.CategoryId is { } category ? NumberOf(category) : NoCategory;
    }

    private int NumberOf(string category)
    {
        if (!_numbers.TryGetValue(category, out var number)) _numbers[category] = number = _numbers.Count;
        return number;
    }
}
