using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Inventory;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Inventory;

public sealed class InventoryTopologyTests
{
    [Fact]
    public void Stock_that_falls_to_its_reorder_point_is_low_once_until_it_was_above_it()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:00"), before: 12, delta: -1));
        Crossed(driver).ShouldBeEmpty();
        driver.Pipe(Counted("tea", At("12:01"), before: 11, delta: -1));
        var low = Crossed(driver).ShouldHaveSingleItem();
        driver.Pipe(Counted("tea", At("12:02"), before: 10, delta: -1));
        Crossed(driver).ShouldBeEmpty();
        driver.Pipe(Counted("tea", At("12:03"), before: 9, delta: 2, StockChangeReason.Restocked));
        driver.Pipe(Counted("tea", At("12:04"), before: 11, delta: -3));

        (low.Level, low.Quantity, low.ReorderPoint, low.OccurredAt, low.WarehouseId, low.MerchantId).ShouldBe((StockLevel.Low, 10, 10, At("12:01"), "main", "m1"));
        var again = Crossed(driver).ShouldHaveSingleItem();
        (again.Level, again.Quantity).ShouldBe((StockLevel.Low, 8));
        again.EventId.ShouldNotBe(low.EventId);
    }

    [Fact]
    public void One_movement_may_cross_both_levels_and_what_is_out_is_not_told_again_as_low()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:00"), before: 15, delta: -16)); // more was sold than counted
        Crossed(driver).Select(crossed => (crossed.Level, crossed.Quantity)).ShouldBe([(StockLevel.Low, -1), (StockLevel.Out, -1)]);
        driver.Pipe(Counted("tea", At("12:01"), before: -1, delta: 4, StockChangeReason.Restocked));
        Crossed(driver).ShouldBeEmpty();
        driver.Pipe(Counted("tea", At("12:02"), before: 3, delta: -3));

        Crossed(driver).ShouldHaveSingleItem().Level.ShouldBe(StockLevel.Out);
    }

    [Fact]
    public void Without_a_reorder_point_stock_can_only_run_out()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:00"), before: 2, delta: -1) with { ReorderPoint = null });
        driver.Pipe(Counted("tea", At("12:01"), before: 1, delta: -1) with { ReorderPoint = null });

        Crossed(driver).ShouldHaveSingleItem().Level.ShouldBe(StockLevel.Out);
    }

    [Fact]
    public void Stock_that_was_low_before_it_was_first_heard_of_crosses_nothing()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:00"), before: 8, delta: -1));

        Crossed(driver).ShouldBeEmpty();
    }

    [Fact]
    public void Each_warehouse_of_a_product_has_stock_of_its_own()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:00"), before: 20, delta: -1));
        driver.Pipe(Counted("tea", At("12:01"), before: 11, delta: -1) with { WarehouseId = "north" });
        driver.Pipe(Counted("teapot", At("12:02"), before: 30, delta: -1));

        Crossed(driver).ShouldHaveSingleItem().WarehouseId.ShouldBe("north");
        var stock = new List<(string Warehouse, int? Quantity)>();
        foreach (var (key, one) in driver.GetKeyValueStore<StockKey, LiveStock>(InventoryTopology.Store).PrefixScan(StockKey.PrefixOf("tea")))
            stock.Add((key.WarehouseId, one.Quantity));
        stock.ShouldBe([("main", 19), ("north", 10)], ignoreOrder: true);
    }

    [Fact]
    public void Movements_alone_are_added_to_the_last_count_and_tell_no_stock_without_one()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Moved("cup", At("12:00"), -5));
        driver.Pipe(Counted("tea", At("12:00"), before: 13, delta: -1));
        driver.Pipe(Moved("tea", At("12:01"), -1));
        driver.Pipe(Moved("tea", At("11:59"), -7));                       // before the count, which has it already

        Stock(driver, "cup").Quantity.ShouldBeNull();
        Stock(driver, "tea").Quantity.ShouldBe(11);
        Stock(driver, "tea").SoldIn(7, DateOnly.FromDateTime(Noon.Date)).ShouldBe(9);
        Crossed(driver).ShouldBeEmpty();
    }

    [Fact]
    public void A_count_older_than_the_last_changes_nothing()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:05"), before: 20, delta: 30, StockChangeReason.Restocked));
        driver.Pipe(Counted("tea", At("12:00"), before: 21, delta: -20));

        Stock(driver, "tea").Quantity.ShouldBe(50);
        Crossed(driver).ShouldBeEmpty();
    }

    [Fact]
    public void A_movement_that_is_sent_again_counts_once()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:00"), before: 20, delta: -5));
        var moved = Moved("tea", At("12:01"), -3);
        driver.Pipe(moved);
        driver.Pipe(moved);

        Stock(driver, "tea").Quantity.ShouldBe(12);
        Stock(driver, "tea").SoldIn(1, DateOnly.FromDateTime(Noon.Date)).ShouldBe(8);
    }

    [Fact]
    public void Sell_through_is_what_was_sold_of_what_could_have_been()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", Noon.AddDays(-30), before: 200, delta: -50)); // a day too old
        driver.Pipe(Counted("tea", Noon.AddDays(-29), before: 150, delta: -40));
        driver.Pipe(Counted("tea", Noon.AddDays(-6), before: 110, delta: -20));
        driver.Pipe(Counted("tea", Noon.AddDays(-6), before: 90, delta: -1, StockChangeReason.WrittenOff)); // lost, not sold
        driver.Pipe(Counted("tea", Noon, before: 89, delta: -80));

        var crossed = Crossed(driver).ShouldHaveSingleItem();
        (crossed.Sold7d, crossed.Sold30d).ShouldBe((100, 140));
        crossed.SellThrough30d.ShouldBe(140.0 / 149);
        Stock(driver, "tea").SellThrough(7, DateOnly.FromDateTime(Noon.Date)).ShouldBe(100.0 / 109);
        Stock(driver, "tea").Sold.Length.ShouldBe(3);
    }

    [Fact]
    public void Levels_survive_a_restart_and_are_not_told_twice()
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-stock-");
        try
        {
            using (var before = Driver(InventoryTopology.Build(PlainEventSerdes.Instance), folder.FullName))
            {
                before.Pipe(Counted("tea", At("12:00"), before: 12, delta: -2));
                Crossed(before).Count.ShouldBe(1);
                before.Commit();
            }
            using var after = Driver(InventoryTopology.Build(PlainEventSerdes.Instance), folder.FullName);
            after.Pipe(Counted("tea", At("12:01"), before: 10, delta: -2));

            Crossed(after).ShouldBeEmpty();
            Stock(after, "tea").Quantity.ShouldBe(8);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_movement_that_makes_no_sense_is_a_dead_letter_and_moves_nothing()
    {
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        driver.Pipe(Counted("tea", At("12:00"), before: 20, delta: -5));
        driver.Pipe(Counted("tea", At("12:01"), before: 15, delta: -5) with { QuantityAfter = 99 });
        driver.Pipe(Moved("tea", At("12:02"), 0));
        driver.Pipe(Moved("", At("12:03"), -1));

        driver.CreateOutputTopic<string, byte[]>("dead_letters").Count.ShouldBe(3);
        Stock(driver, "tea").Quantity.ShouldBe(15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Crossings_of_random_movements_are_those_that_a_loop_finds(int seed)
    {
        var random = new Random(seed);
        using var driver = Driver(InventoryTopology.Build(PlainEventSerdes.Instance));
        var (quantity, isLow, isOut) = (30, false, false);
        var expected = new List<(StockLevel, int)>();
        for (var number = 0; number < 300; number++)
        {
            var delta = random.Next(4) == 0 ? random.Next(1, 25) : -random.Next(1, 9);
            driver.Pipe(Counted("tea", Noon.AddMinutes(number), quantity, delta, delta < 0 ? StockChangeReason.Sold : StockChangeReason.Restocked));
            quantity += delta;
            if (quantity <= 10 && !isLow) expected.Add((StockLevel.Low, quantity));
            if (quantity <= 0 && !isOut) expected.Add((StockLevel.Out, quantity));
            (isLow, isOut) = (quantity <= 10, quantity <= 0);
        }

        expected.ShouldNotBeEmpty();
        Crossed(driver).Select(crossed => (crossed.Level, crossed.Quantity)).ShouldBe(expected);
    }

    private static InventoryUpdated Counted(string product, DateTimeOffset at, int before, int delta, StockChangeReason reason = StockChangeReason.Sold) =>
        Moved(product, at, delta) with { Reason = reason, QuantityBefore = before, QuantityAfter = before + delta };

    private static InventoryUpdated Moved(string product, DateTimeOffset at, int delta) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = at,
        ProductId = product,
        WarehouseId = "main",
        MerchantId = "m1",
        Reason = StockChangeReason.Sold,
        QuantityDelta = delta,
        ReorderPoint = 10,
    };

    private static IReadOnlyList<StockLevelCrossed> Crossed(TopologyTestDriver driver) => driver.Read<StockLevelCrossed>(Topics.StockLevelCrossed);

    private static LiveStock Stock(TopologyTestDriver driver, string product)
    {
        driver.GetKeyValueStore<StockKey, LiveStock>(InventoryTopology.Store).TryGet(new StockKey(product, "main"), out var found).ShouldBeTrue();
        return found!;
    }
}
