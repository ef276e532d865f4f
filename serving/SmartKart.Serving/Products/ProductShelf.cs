using System.Collections.Concurrent;

namespace SmartKart.Serving.Products;

/// <summary>
/// The shop's products and what is left of each, as the topics told last: what all callers share, so held in process. A product nobody told of can be sold, and
/// so can one of which no stock was told: a shop may not count. Changed by one thread, read by any.
/// </summary>
internal sealed class ProductShelf
{
    private readonly ConcurrentDictionary<string, ShelfProduct> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> _stock = new(StringComparer.Ordinal);      // of a product, by warehouse
    private readonly ConcurrentDictionary<string, long> _onHand = new(StringComparer.Ordinal);
    private readonly List<ShelfView> _views = [];
    private readonly Lock _changes = new();

    /// <summary>How many products are known.</summary>
    public int Count => _products.Count;

    /// <summary>All products, in no order.</summary>
    public IEnumerable<ShelfProduct> All => _products.Select(each => each.Value);

    /// <summary>A product; null where nothing was told of it.</summary>
    public ShelfProduct? Find(string product) => _products.GetValueOrDefault(product);

    /// <summary>Units left over all warehouses; null where none was told.</summary>
    public long? OnHand(string product) => _onHand.TryGetValue(product, out var units) ? units : null;

    /// <summary>Units left in each warehouse; none where none was told.</summary>
    public IReadOnlyDictionary<string, long> StockOf(string product)
    {
        lock (_changes) return _stock.TryGetValue(product, out var warehouses) ? new Dictionary<string, long>(warehouses, StringComparer.Ordinal) : new Dictionary<string, long>();
    }

    /// <summary>Whether a product can be sold now.</summary>
    public bool CanSell(string product) => Find(product) is not { IsSold: false } && OnHand(product) is not <= 0;

    /// <summary>A product was listed or changed.</summary>
    public void Put(ShelfProduct product)
    {
        lock (_changes)
        {
            _products[product.Id] = product;
            foreach (var view in _views) view.Refresh(product.Id);
        }
    }

    /// <summary>A product was taken out of the catalogue: it can't be sold any more.</summary>
    public void Remove(string product)
    {
        lock (_changes)
        {
            if (!_products.TryGetValue(product, out var known)) return;
            _products[product] = known with { IsSold = false };
            foreach (var view in _views) view.Refresh(product);
        }
    }

    /// <summary>What is left of a product in a warehouse.</summary>
    public void Stock(string product, string warehouse, long units)
    {
        lock (_changes)
        {
            if (!_stock.TryGetValue(product, out var warehouses)) _stock[product] = warehouses = new(StringComparer.Ordinal);
            warehouses[warehouse] = units;
            _onHand[product] = warehouses.Values.Sum(each => Math.Max(0, each));
            foreach (var view in _views) view.Refresh(product);
        }
    }

    /// <summary>Keeps a view up to date from now on.</summary>
    public void Attach(ShelfView view)
    {
        lock (_changes)
        {
            view.RefreshAll();
            _views.Add(view);
        }
    }

    /// <summary>Lets go of a view.</summary>
    public void Detach(ShelfView view)
    {
        lock (_changes) _views.Remove(view);
    }
}
