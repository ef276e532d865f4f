using System.Buffers;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Sales;

namespace SmartKart.Topologies.Tests.Sales;

public sealed class SalesTopologyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Orders as their Avro binary alone: there is no registry in virtual time.</summary>
    private sealed class OrderSerde : ISerde<OrderPlaced>
    {
        public void Serialize(OrderPlaced value, IBufferWriter<byte> output) => output.Advance(OrderPlacedCodec.Encode(value, output.GetSpan(OrderPlacedCodec.MaxBytes(value))));

        public OrderPlaced Deserialize(ReadOnlySpan<byte> bytes) => OrderPlacedCodec.Decode(bytes);
    }

    [Fact]
    public void A_product_on_two_lines_of_an_order_was_ordered_once_and_lines_discounts_count()
    {
        var sales = SalesTopology.SalesOf(Order("GB", ("tea", 2, 3.50m, 0.50m), ("cup", 1, 4m, null), ("tea", 1, 3m, null))).ToDictionary();

        sales[new SaleKey("tea", "GB", "GBP")].ShouldBe(new Sale(Orders: 1, Units: 3, Revenue: 9.50m));
        sales[new SaleKey("cup", "GB", "GBP")].ShouldBe(new Sale(1, 1, 4m));
        sales.Count.ShouldBe(2);
    }

    [Fact]
    public void Orders_add_up_per_product_country_and_hour_however_late_they_come()
    {
        using var driver = new TopologyTestDriver(SalesTopology.Build(new OrderSerde(), retention: TimeSpan.FromDays(30)));
        var orders = driver.CreateInputTopic("order_placed", Serdes.String(), new OrderSerde());
        Pipe("1", Order("GB", ("tea", 1, 3m, null)), Noon);
        Pipe("2", Order("GB", ("tea", 4, 2.5m, null)), Noon.AddMinutes(59));
        Pipe("3", Order(null, ("tea", 1, 3m, null)), Noon);
        Pipe("4", Order("GB", ("tea", 1, 3m, null)), Noon.AddDays(20));
        Pipe("5", Order("GB", ("tea", 1, 3m, null)), Noon.AddMinutes(1));

        var store = driver.GetTimestampedWindowStore<SaleKey, Sale>(SalesTopology.Store);

        store.TryFetch(new SaleKey("tea", "GB", "GBP"), Ms(Noon), out var sold).ShouldBeTrue();
        sold.Value.ShouldBe(new Sale(Orders: 3, Units: 6, Revenue: 16m));
        store.TryFetch(new SaleKey("tea", SalesTopology.UnknownCountry, "GBP"), Ms(Noon), out sold).ShouldBeTrue();
        sold.Value.ShouldBe(new Sale(1, 1, 3m));
        store.TryFetch(new SaleKey("tea", "GB", "GBP"), Ms(Noon.AddHours(1)), out _).ShouldBeFalse();

        void Pipe(string key, OrderPlaced order, DateTimeOffset at) => orders.PipeInput(key, order with { OccurredAt = at }, Ms(Logged));
    }

    // An hour is of the orders' own time, whenever they were logged.
    private static DateTimeOffset Logged => Noon.AddDays(25);

    private static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static OrderPlaced Order(string? country, params (string Product, int Quantity, decimal Price, decimal? Discount)[] lines) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = Noon,
        OrderId = "order",
        UserId = "ada",
        Lines = [.. lines.Select(line => new LineItem { ProductId = line.Product, Quantity = line.Quantity, UnitPrice = line.Price, Discount = line.Discount })],
        Currency = "GBP",
        Subtotal = 0,
        Total = 0,
        ShippingCountry = country,
    };
}
