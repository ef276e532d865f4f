using SmartKart.Streams;
using SmartKart.Topologies.Sales;

namespace SmartKart.Local.Sales;

/// <summary>What the sales topology found: sums over the hours, by product and by country. Revenue is added up within one currency only.</summary>
internal sealed class SalesFigures
{
    private readonly Dictionary<(string Product, string Currency), Sale> _products = [];
    private readonly Dictionary<(string Country, string Currency), Sale> _countries = [];
    private readonly HashSet<long> _hours = [];

    /// <summary>How many sums the store holds: of a product, a country and an hour each.</summary>
    public long Rows { get; private set; }

    /// <summary>In how many hours something was sold.</summary>
    public int Hours => _hours.Count;

    /// <summary>All units.</summary>
    public long Units => _products.Values.Sum(sale => sale.Units);

    /// <summary>The largest row of the store.</summary>
    public (SaleKey Key, DateTimeOffset Hour, Sale Sale)? BestHour { get; private set; }

    public void Add(Windowed<SaleKey> window, Sale sale)
    {
        var key = window.Key;
        Rows++;
        _hours.Add(window.Window.StartMs);
        Add(_products, (key.ProductId, key.Currency), sale);
        Add(_countries, (key.Country, key.Currency), sale);
        if (BestHour is not { } best || sale.Revenue > best.Sale.Revenue) BestHour = (key, DateTimeOffset.FromUnixTimeMilliseconds(window.Window.StartMs), sale);
    }

    /// <summary>The products that brought most, first the best.</summary>
    public IEnumerable<(string Product, string Currency, Sale Sale)> TopProducts(int count) =>
        _products.OrderByDescending(each => each.Value.Revenue).ThenBy(each => each.Key.Product, StringComparer.Ordinal).Take(count).Select(each => (each.Key.Product, each.Key.Currency, each.Value));

    /// <summary>The countries that brought most, first the best. A country's orders are counted once per product.</summary>
    public IEnumerable<(string Country, string Currency, Sale Sale)> TopCountries(int count) =>
        _countries.OrderByDescending(each => each.Value.Revenue).ThenBy(each => each.Key.Country, StringComparer.Ordinal).Take(count).Select(each => (each.Key.Country, each.Key.Currency, each.Value));

    private static void Add<TKey>(Dictionary<TKey, Sale> sums, TKey key, Sale sale) where TKey : notnull =>
        sums[key] = sums.TryGetValue(key, out var sum) ? sum + sale : sale;
}
