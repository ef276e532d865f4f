using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Schemas.Tests.Rules;

public sealed class EventRulesTests
{
    private const long Logged = 1_767_225_600_000;       // 2026-01-01
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(Logged);

    private static readonly OrderPlaced Order = new()
    {
        EventId = Guid.NewGuid(), OccurredAt = At, OrderId = "o-1", UserId = "ada", Currency = "GBP", Subtotal = 4m, Total = 4m,
        Lines = [new LineItem { ProductId = "tea", Quantity = 2, UnitPrice = 2m }],
    };

    private static readonly InventoryUpdated Movement = new()
    {
        EventId = Guid.NewGuid(), OccurredAt = At, ProductId = "tea", WarehouseId = "main", Reason = StockChangeReason.Sold,
        QuantityBefore = 5, QuantityDelta = -2, QuantityAfter = 3,
    };

    public static TheoryData<string, OrderPlaced, string> WrongOrders => new()
    {
        { "order_id", Order with { OrderId = "" }, "has a order_id of 0 characters. It has 1 to 256." },
        { "user_id", Order with { UserId = new string('x', 257) }, "has a user_id of 257 characters. It has 1 to 256." },
        { "cart_id", Order with { CartId = "" }, "has a cart_id of 0 characters" },
        { "currency", Order with { Currency = "QQQ" }, "has the currency 'QQQ', which is no currency of ISO 4217" },
        { "currency", Order with { Currency = "gbp" }, "has the currency 'gbp'" },
        { "total", Order with { Total = -0.01m }, "has a total of -0.0100. It is 0.0000 or more." },
        { "lines.quantity", Order with { Lines = [Order.Lines[0], Order.Lines[0] with { Quantity = -1 }] }, "has a lines.quantity of -1. It is 1 or more." },
        { "lines.unit_price", Order with { Lines = [Order.Lines[0] with { UnitPrice = -2m }] }, "has a lines.unit_price of -2.0000" },
        { "occurred_at", Order with { OccurredAt = DateTimeOffset.UnixEpoch.AddMicroseconds(-1) }, "has the occurred_at -1 microseconds since 1970" },
        { "occurred_at", Order with { OccurredAt = At.AddSeconds(61) }, "That is more than 60 s ahead of its record's time" },
    };

    [Theory]
    [MemberData(nameof(WrongOrders))]
    public void An_event_that_cant_be_true_is_refused_with_its_field_and_the_remedy(string field, OrderPlaced order, string problem)
    {
        var fault = Should.Throw<EventRuleException>(() => Check(Topics.OrderPlaced, order));
        (fault.Topic, fault.Field).ShouldBe((Topics.OrderPlaced, field));
        fault.Message.ShouldStartWith("An event of order_placed has ");
        fault.Message.ShouldContain(problem);
    }

    [Fact]
    public void What_the_rules_allow_passes_to_the_last_bit()
    {
        Check(Topics.OrderPlaced, Order);
        Check(Topics.OrderPlaced, Order with { Currency = "XXX", CartId = null, Discount = 0m, Shipping = null });
        Check(Topics.OrderPlaced, Order with { OrderId = new string('é', 256), OccurredAt = At.AddSeconds(60) });
        Check(Topics.OrderPlaced, Order with { OccurredAt = DateTimeOffset.UnixEpoch });
        Check(Topics.OrderPlaced, Order with { OccurredAt = At.AddYears(50) }, loggedAtMs: -1);      // nobody knows when it was appended
    }

    [Fact]
    public void A_movement_moves_something_and_its_numbers_agree()
    {
        Check(Topics.InventoryUpdated, Movement);
        Check(Topics.InventoryUpdated, Movement with { QuantityBefore = null });
        Should.Throw<EventRuleException>(() => Check(Topics.InventoryUpdated, Movement with { QuantityBefore = null, QuantityDelta = 0 })).Field.ShouldBe("quantity_delta");
        Should.Throw<EventRuleException>(() => Check(Topics.InventoryUpdated, Movement with { QuantityAfter = 4 })).Message.ShouldContain(
            "has a quantity_after of 4, with quantity_before 5 and quantity_delta -2. It is quantity_before + quantity_delta.");
        Should.Throw<EventRuleException>(() => Check(Topics.InventoryUpdated, Movement with { ReorderPoint = -1 })).Field.ShouldBe("reorder_point");
    }

    [Fact]
    public void Every_topics_contract_has_rules_that_can_be_compiled()
    {
        foreach (var topic in TopicCatalog.Shipped.All) Should.NotThrow(() => EventRules.Of(topic));
    }

    [Fact]
    public void A_check_allocates_nothing()
    {
        var (rules, bytes) = (EventRules.Of(TopicCatalog.Shipped[Topics.OrderPlaced]), Bytes(Order));
        rules.Check(bytes, Logged);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) rules.Check(bytes, Logged);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Check<T>(string topic, T value, long loggedAtMs = Logged) where T : class, IAvroRecord<T> =>
        EventRules.Of(TopicCatalog.Shipped[topic]).Check(Bytes(value), loggedAtMs);

    private static byte[] Bytes<T>(T value) where T : class, IAvroRecord<T>
    {
        var bytes = new byte[T.MaxBytes(value)];
        return bytes[..T.Encode(value, bytes)];
    }
}
