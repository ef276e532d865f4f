using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Sales;

/// <summary>Orders → orders, units and revenue per product, country and hour.</summary>
public static class SalesTopology
{
    /// <summary>The store that holds the sums, a window store of <see cref="SaleKey"/> and <see cref="Sale"/>.</summary>
    public const string Store = "sales-by-product-hour";

    /// <summary>The internal topic through which sales are partitioned by product, without the application's id.</summary>
    public const string RepartitionTopic = $"{Grouping}-repartition";

    private const string Grouping = "sales-by-product";

    /// <summary>What stands for a country that is unknown: of the codes that ISO 3166 leaves to users.</summary>
    public const string UnknownCountry = "ZZ";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <param name="orders">Reads <c>order_placed</c>.</param>
    /// <param name="retention">
    /// How far back, by the orders' time, hours can be queried. So long they take late orders too: nothing is announced when an hour ends,
    /// and of a history that is replayed one partition may run months ahead of another.
    /// </param>
    public static Topology Build(ISerde<OrderPlaced> orders, TimeSpan retention)
    {
        var builder = new StreamBuilder();
        builder.Events(Topics.OrderPlaced, orders, order => order.OccurredAt)
            .FlatMap((_, order) => SalesOf(order))
            .GroupByKey(Grouped.With(Serdes.Utf8Json<SaleKey>(), Serdes.Utf8Json<Sale>(), name: Grouping))
            .WindowedBy(TimeWindows.OfSizeAndGrace(Hour, retention - Hour))
            .Reduce((sum, sale) => sum + sale, Materialized.As<SaleKey, Sale>(Store) with { Retention = retention });
        return builder.Build();
    }

    /// <summary>An order's sales, one for each product: a product that stands on several lines was still ordered once.</summary>
    public static IEnumerable<KeyValuePair<SaleKey, Sale>> SalesOf(OrderPlaced order) => order.Lines
        .GroupBy(line => line.ProductId, StringComparer.Ordinal)
        .Select(lines => KeyValuePair.Create(
            new SaleKey(lines.Key, order.ShippingCountry ?? UnknownCountry, order.Currency),
            new Sale(Orders: 1, lines.Sum(line => (long)line.Quantity), lines.Sum(line => line.Quantity * line.UnitPrice - (line.Discount ?? 0)))));
}
