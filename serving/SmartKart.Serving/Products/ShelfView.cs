using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Serving.Products;

/// <summary>
/// The shelf by a model's items: which can be sold, and where each stands. Changed under the shelf's lock a word at a time while requests read:
/// a request sees a product as it was before a change or after it.
/// </summary>
internal sealed class ShelfView
{
    private const int NoCategory = -1;

    private readonly Catalogue _catalogue;
    private readonly ProductShelf _shelf;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly int[] _categories;
    private readonly string[] _categoryIds, _merchantIds;

    public ShelfView(Catalogue catalogue, ProductShelf shelf)
    {
        (_catalogue, _shelf) = (catalogue, shelf);
        (InStock, _categories) = (new RowSet(catalogue.Count), new int[catalogue.Count]);
        (_categoryIds, _merchantIds) = (new string[catalogue.Count], new string[catalogue.Count]);
        Array.Fill(_categoryIds, "");
        Array.Fill(_merchantIds, "");
    }

    /// <summary>The keys of features that an item has, by the names of their columns.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["product_id", "category_id", "merchant_id"];

    /// <summary>How many items there are.</summary>
    public int Items => _catalogue.Count;

    /// <summary>The items that can be sold.</summary>
    public RowSet InStock { get; }

    /// <summary>Each item's category, -1 for none.</summary>
    public ReadOnlyMemory<int> Categories => _categories;

    /// <summary>An item's key; empty, as training has it, where nothing was told of the product. Hot path: per candidate.</summary>
    /// <param name="item">Which.</param>
    /// <param name="column">One of <see cref="Keys"/>.</param>
    public string KeyOf(int item, string column) => column switch
    {
        "product_id" => _catalogue[item],
        "category_id" => _categoryIds[item],
        _ => _merchantIds[item],
    };

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
        var found = _shelf.Find(product);
        (_categoryIds[item], _merchantIds[item]) = (found?.CategoryId ?? "", found?.MerchantId ?? "");
        _categories[item] = found?.CategoryId is { } category ? NumberOf(category) : NoCategory;
    }

    private int NumberOf(string category)
    {
        if (!_numbers.TryGetValue(category, out var number)) _numbers[category] = number = _numbers.Count;
        return number;
    }
}
