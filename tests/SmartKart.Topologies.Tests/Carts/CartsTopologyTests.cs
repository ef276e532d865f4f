using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Carts;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Carts;

public sealed class CartsTopologyTests
{
    private static readonly CartsOptions Replay = new() { OrderPartitions = 1, Timing = OwnClock };

    [Fact]
    public void A_cart_left_alone_for_thirty_minutes_is_abandoned_at_their_end()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Cart("ada", "c1", At("12:20"), "tea", "cup"));       // touching the cart starts the clock again
        TimePasses(driver, At("12:51"));
        Abandoned(driver).ShouldBeEmpty();                               // 12:50 and the minute of grace is not past
        TimePasses(driver, At("12:51:00.001"));

        var abandoned = Abandoned(driver).ShouldHaveSingleItem();

        abandoned.CartId.ShouldBe("c1");
        abandoned.UserId.ShouldBe("ada");
        abandoned.OccurredAt.ShouldBe(At("12:50"));
        abandoned.LastUpdatedAt.ShouldBe(At("12:20"));
        abandoned.Items.Select(item => item.ProductId).ShouldBe(["tea", "cup"]);
        abandoned.Subtotal.ShouldBe(4m);
        abandoned.Currency.ShouldBe("GBP");
    }

    [Fact]
    public void A_change_at_the_very_end_of_the_time_saves_the_cart_until_its_own_time_is_over()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Cart("ada", "c1", At("12:30"), "tea"));
        TimePasses(driver, At("14:00"));

        Abandoned(driver).ShouldHaveSingleItem().LastUpdatedAt.ShouldBe(At("12:30"));
    }

    [Fact]
    public void A_cart_that_was_emptied_is_not_abandoned()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Cart("ada", "c1", At("12:10")));
        TimePasses(driver, At("14:00"));

        Abandoned(driver).ShouldBeEmpty();
    }

    [Fact]
    public void A_cart_is_abandoned_once_though_its_visitor_comes_back_and_leaves_it_again()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        TimePasses(driver, At("13:00"));
        driver.Pipe(Cart("ada", "c1", At("13:00"), "tea", "cup"));
        TimePasses(driver, At("15:00"));

        Abandoned(driver).ShouldHaveSingleItem().LastUpdatedAt.ShouldBe(At("12:00"));
    }

    [Fact]
    public void Each_cart_of_a_user_is_watched_by_itself()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Cart("ada", "c2", At("12:10"), "cup"));
        driver.Pipe(Order("ada", "o1", At("12:15"), cart: "c2"));
        TimePasses(driver, At("14:00"));

        Abandoned(driver).ShouldHaveSingleItem().CartId.ShouldBe("c1");
    }

    [Theory]
    [InlineData("c1")]
    [InlineData(null)] // an order that names no cart is taken to be of each of the user's
    public void An_order_saves_the_cart(string? cart)
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Order("ada", "o1", At("12:30"), cart));
        TimePasses(driver, At("14:00"));

        Abandoned(driver).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_that_is_read_long_after_other_carts_still_saves_its_cart()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Cart("bob", "c2", At("18:00"), "tea"));              // carts are read hours ahead of orders
        Abandoned(driver).ShouldBeEmpty();
        driver.Pipe(Order("ada", "o1", At("12:29"), "c1"));
        TimePasses(driver, At("18:00"));

        Abandoned(driver).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_that_is_read_long_before_its_cart_saves_it_too()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Order("ada", "o1", At("12:29"), "c1"));
        driver.Pipe(Order("bob", "o2", At("18:00"), "c9"));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        TimePasses(driver, At("20:00"));

        Abandoned(driver).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_after_the_time_was_over_saves_nothing_and_ends_the_cart()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Order("ada", "o1", At("12:30:00.001"), "c1"));
        driver.Pipe(Cart("ada", "c1", At("12:31"), "tea"));              // a page that was still open
        TimePasses(driver, At("15:00"));

        Abandoned(driver).ShouldHaveSingleItem().LastUpdatedAt.ShouldBe(At("12:00"));
        Live(driver, "ada", "c1").OrderedAt.ShouldBe(At("12:30:00.001"));
    }

    [Fact]
    public void A_cart_waits_for_orders_that_are_not_told_of()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Cart("bob", "c2", At("20:00"), "tea"));
        driver.WaitSeconds(600);                                         // a replay's own clock stands still

        Abandoned(driver).ShouldBeEmpty();
    }

    [Fact]
    public void By_the_wall_clock_a_cart_is_abandoned_though_nothing_else_happens()
    {
        var live = Replay with { Timing = new() };
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, live), wallClock: At("12:00"));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.WaitSeconds(31 * 60);
        Abandoned(driver).ShouldBeEmpty();
        driver.WaitSeconds(60);                                          // a quiet partition is noticed within half a minute

        Abandoned(driver).ShouldHaveSingleItem().OccurredAt.ShouldBe(At("12:30"));
    }

    [Fact]
    public void While_records_still_come_from_long_ago_the_wall_clock_decides_nothing()
    {
        var live = Replay with { Timing = new() };
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, live), wallClock: At("18:00"));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        for (var second = 0; second < 120; second++)
        {
            driver.Pipe(Order("bob", $"o{second}", At("12:00").AddSeconds(second))); // a catch-up that takes two minutes
            driver.WaitSeconds(1);
        }
        driver.Pipe(Order("ada", "o1", At("12:10"), "c1"));
        driver.WaitSeconds(120);

        Abandoned(driver).ShouldBeEmpty();
    }

    [Fact]
    public void Changes_out_of_order_within_the_grace_are_taken_by_their_times()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:01"), "tea", "cup"));
        driver.Pipe(Cart("ada", "c1", At("12:00:30"), "tea"));
        TimePasses(driver, At("14:00"));

        Abandoned(driver).ShouldHaveSingleItem().LastUpdatedAt.ShouldBe(At("12:01"));
        Live(driver, "ada", "c1").Content!.Items.Length.ShouldBe(2);
    }

    [Fact]
    public void A_change_that_is_later_than_the_grace_is_not_waited_for()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("bob", "c2", At("13:00"), "tea"));
        driver.Pipe(Cart("ada", "c1", At("12:58"), "tea"));
        TimePasses(driver, At("16:00"));

        Abandoned(driver).ShouldHaveSingleItem().CartId.ShouldBe("c2");
        Live(driver, "ada", "c1").Content!.OccurredAt.ShouldBe(At("12:58")); // the live carts have it all the same
    }

    [Fact]
    public void A_change_that_is_sent_again_changes_nothing()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        var cart = Cart("ada", "c1", At("12:00"), "tea");
        driver.Pipe(cart);
        driver.Pipe(cart);
        TimePasses(driver, At("14:00"));
        driver.Pipe(cart);
        TimePasses(driver, At("16:00"));

        Abandoned(driver).Count.ShouldBe(1);
    }

    [Fact]
    public void The_same_events_give_the_same_ids()
    {
        CartUpdated[] carts = [Cart("ada", "c1", At("12:00"), "tea"), Cart("bob", "c2", At("12:01"), "cup")];

        Guid[] Ids()
        {
            using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
            foreach (var cart in carts) driver.Pipe(cart);
            TimePasses(driver, At("14:00"));
            return [.. Abandoned(driver).Select(abandoned => abandoned.EventId)];
        }

        Ids().ShouldBe(Ids());
        Ids().Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void What_waits_survives_a_restart_and_is_not_told_twice()
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-carts-");
        try
        {
            using (var before = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName))
            {
                before.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
                before.Pipe(Cart("bob", "c2", At("12:40"), "cup"));
                before.Pipe(Order("eve", "o1", At("12:40")));
                Abandoned(before).ShouldHaveSingleItem().CartId.ShouldBe("c1");
                before.Commit();
            }
            using var after = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName);
            after.Pipe(Cart("ada", "c1", At("12:45"), "tea"));           // back again: once is enough
            TimePasses(after, At("14:00"));

            Abandoned(after).ShouldHaveSingleItem().CartId.ShouldBe("c2");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void The_live_carts_of_a_user_can_be_walked()
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", "c1", At("12:00"), "tea"));
        driver.Pipe(Cart("ada", "c2", At("12:01"), "cup"));
        driver.Pipe(Cart("adam", "c3", At("12:02"), "pot"));
        driver.Pipe(Order("ada", "o1", At("12:03"), "c1"));

        var carts = new List<(string Cart, bool IsOrdered)>();
        foreach (var (key, cart) in driver.GetTimestampedKeyValueStore<CartKey, LiveCart>(CartsTopology.Store).PrefixScan(CartKey.PrefixOf("ada")))
            carts.Add((key.CartId, cart.Value.OrderedAt is not null));

        carts.ShouldBe([("c1", true), ("c2", false)]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("c1", -1)]
    public void A_cart_that_makes_no_sense_is_a_dead_letter_and_nothing_else_is_disturbed(string cart, int quantity)
    {
        using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Cart("ada", cart, At("12:00"), "tea") with { Items = [new LineItem { ProductId = "tea", Quantity = quantity, UnitPrice = 1m }] });
        driver.Pipe(Cart("ada", new string('c', 300), At("12:00"), "tea"));
        driver.Pipe(Cart("bob", "c2", At("12:00"), "tea"));
        TimePasses(driver, At("14:00"));

        driver.CreateOutputTopic<string, byte[]>("dead_letters").Count.ShouldBe(2);
        Abandoned(driver).ShouldHaveSingleItem().CartId.ShouldBe("c2");
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => CartsTopology.Build(PlainEventSerdes.Instance, new CartsOptions { IdleAfter = TimeSpan.Zero }));
        Should.Throw<ArgumentOutOfRangeException>(() => CartsTopology.Build(PlainEventSerdes.Instance, new CartsOptions { OrderPartitions = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => CartsTopology.Build(PlainEventSerdes.Instance, new CartsOptions { Retention = TimeSpan.FromMinutes(30) }));
    }

    /// <summary>Somebody else's cart and order come: both topics have been read so far.</summary>
    private static void TimePasses(TopologyTestDriver driver, DateTimeOffset to)
    {
        driver.Pipe(Cart("nobody", "empty", to));
        driver.Pipe(Order("nobody", $"o@{to:HHmmss}", to));
    }

    private static IReadOnlyList<CartAbandoned> Abandoned(TopologyTestDriver driver) => driver.Read<CartAbandoned>(Topics.CartAbandoned);

    private static LiveCart Live(TopologyTestDriver driver, string user, string cart)
    {
        driver.GetTimestampedKeyValueStore<CartKey, LiveCart>(CartsTopology.Store).TryGet(new CartKey(user, cart), out var found).ShouldBeTrue();
        return found.Value;
    }
}
