using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Orders;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Orders;

public sealed class OrdersTopologyTests
{
    private static readonly OrdersOptions Replay = new() { Timing = OwnClock, PaymentWithin = TimeSpan.FromHours(1), OrderWithin = TimeSpan.FromMinutes(15) };

    [Fact]
    public void An_order_its_payment_and_its_states_make_one_tracked_order()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Order("ada", "o1", At("12:00"), total: 20m));
        Tracked(driver, "o1").Payment.ShouldBe(PaymentStage.None);
        driver.Pipe(Payment("ada", "o1", "p1", At("12:01"), PaymentStatus.Declined, 20m));
        Tracked(driver, "o1").Payment.ShouldBe(PaymentStage.Refused);
        driver.Pipe(Payment("ada", "o1", "p1", At("12:02"), PaymentStatus.Authorized, 20m));
        driver.Pipe(Status("ada", "o1", At("12:03"), OrderStatus.Confirmed));
        Tracked(driver, "o1").Payment.ShouldBe(PaymentStage.Authorized);
        driver.Pipe(Payment("ada", "o1", "p1", At("12:30"), PaymentStatus.Captured, 20m));
        driver.Pipe(Status("ada", "o1", At("13:00"), OrderStatus.Shipped));
        driver.Pipe(Status("ada", "o1", At("12:45"), OrderStatus.Packed)); // overtaken on its way
        TimePasses(driver, At("16:00"));

        var order = Tracked(driver, "o1");

        (order.Total, order.Currency, order.PlacedAt, order.UserId).ShouldBe((20m, "GBP", At("12:00"), "ada"));
        (order.Status, order.StatusAt, order.Payment).ShouldBe((OrderStatus.Shipped, At("13:00"), PaymentStage.Captured));
        var payment = order.Payments.ShouldHaveSingleItem();
        (payment.PaidAt, payment.CapturedAt, payment.CapturedAmount).ShouldBe((At("12:02"), At("12:30"), 20m));
        Anomalies(driver).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_that_nobody_pays_is_told_once_when_its_time_is_over()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Order("ada", "o1", At("12:00"), total: 20m));
        driver.Pipe(Payment("ada", "o1", "p1", At("12:01"), PaymentStatus.Declined, 20m)); // a refusal pays nothing
        TimePasses(driver, At("13:01"));
        Anomalies(driver).ShouldBeEmpty();
        TimePasses(driver, At("13:01:00.001"));

        var anomaly = Anomalies(driver).ShouldHaveSingleItem();

        anomaly.Kind.ShouldBe(OrderAnomalyKind.OrderWithoutPayment);
        (anomaly.OrderId, anomaly.PaymentId, anomaly.UserId).ShouldBe(("o1", null, "ada"));
        (anomaly.SinceAt, anomaly.OccurredAt).ShouldBe((At("12:00"), At("13:00")));
        (anomaly.OrderTotal, anomaly.PaidAmount, anomaly.Currency).ShouldBe((20m, null, "GBP"));
        TimePasses(driver, At("20:00"));
        Anomalies(driver).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PaymentStatus.Authorized, "13:00", 0)] // the very end
    [InlineData(PaymentStatus.Captured, "12:10", 0)]
    [InlineData(PaymentStatus.Authorized, "13:00:00.001", 1)]
    [InlineData(PaymentStatus.Declined, "12:10", 1)]
    [InlineData(PaymentStatus.Failed, "12:10", 1)]
    public void Money_reserved_or_taken_in_time_pays_an_order(PaymentStatus status, string at, int anomalies)
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Order("ada", "o1", At("12:00")));
        driver.Pipe(Payment("ada", "o1", "p1", At(at), status));
        TimePasses(driver, At("16:00"));

        Anomalies(driver).Count.ShouldBe(anomalies);
    }

    [Fact]
    public void A_payment_that_is_read_long_after_later_orders_still_pays_its_order()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Order("ada", "o1", At("12:00")));
        driver.Pipe(Order("bob", "o2", At("18:00"), total: 0));          // orders are read hours ahead of payments
        driver.Pipe(Payment("ada", "o1", "p1", At("12:05"), PaymentStatus.Captured));
        TimePasses(driver, At("20:00"));

        Anomalies(driver).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_that_was_cancelled_in_time_or_costs_nothing_needs_no_payment()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Order("ada", "o1", At("12:00")));
        driver.Pipe(Status("ada", "o1", At("12:30"), OrderStatus.Cancelled));
        driver.Pipe(Order("ada", "o2", At("12:00"), total: 0));
        driver.Pipe(Order("ada", "o3", At("12:00")));
        driver.Pipe(Status("ada", "o3", At("13:00:01"), OrderStatus.Cancelled)); // too late: it had waited in vain
        TimePasses(driver, At("16:00"));

        Anomalies(driver).ShouldHaveSingleItem().OrderId.ShouldBe("o3");
    }

    [Fact]
    public void A_payment_whose_order_nobody_placed_is_told_once()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Payment("eve", "o9", "p1", At("12:00"), PaymentStatus.Authorized, 30m));
        driver.Pipe(Payment("eve", "o9", "p1", At("12:10"), PaymentStatus.Captured, 30m));
        driver.Pipe(Payment("eve", "o9", "p2", At("12:00"), PaymentStatus.Declined, 30m)); // nothing was taken
        TimePasses(driver, At("14:00"));

        var anomaly = Anomalies(driver).ShouldHaveSingleItem();

        anomaly.Kind.ShouldBe(OrderAnomalyKind.PaymentWithoutOrder);
        (anomaly.OrderId, anomaly.PaymentId, anomaly.UserId).ShouldBe(("o9", "p1", "eve"));
        (anomaly.SinceAt, anomaly.OccurredAt).ShouldBe((At("12:00"), At("12:15")));
        (anomaly.OrderTotal, anomaly.PaidAmount, anomaly.Currency).ShouldBe((null, 30m, "GBP"));
    }

    [Fact]
    public void An_order_that_comes_shortly_after_its_payment_is_in_time()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Payment("ada", "o1", "p1", At("12:00"), PaymentStatus.Captured));
        driver.Pipe(Order("ada", "o1", At("12:15")));
        driver.Pipe(Payment("bob", "o2", "p2", At("12:00"), PaymentStatus.Captured));
        driver.Pipe(Order("bob", "o2", At("12:15:01")));
        TimePasses(driver, At("16:00"));

        Anomalies(driver).ShouldHaveSingleItem().PaymentId.ShouldBe("p2");
    }

    [Fact]
    public void What_is_taken_above_the_total_is_overpaid_by_the_payment_that_brings_it_there()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
        driver.Pipe(Order("ada", "o1", At("12:00"), total: 20m));
        driver.Pipe(Payment("ada", "o1", "p1", At("12:01"), PaymentStatus.Captured, 5m));
        driver.Pipe(Payment("ada", "o1", "p2", At("12:02"), PaymentStatus.Captured, 15m));
        driver.Pipe(Payment("ada", "o1", "p3", At("12:03"), PaymentStatus.Captured, 20m));
        driver.Pipe(Payment("ada", "o1", "p4", At("12:04"), PaymentStatus.Captured, 20m));
        TimePasses(driver, At("16:00"));

        var anomaly = Anomalies(driver).ShouldHaveSingleItem();

        anomaly.Kind.ShouldBe(OrderAnomalyKind.Overpaid);
        (anomaly.PaymentId, anomaly.PaidAmount, anomaly.OrderTotal, anomaly.SinceAt).ShouldBe(("p3", 40m, 20m, At("12:03")));
    }

    [Fact]
    public void By_the_wall_clock_an_unpaid_order_is_told_though_nothing_else_happens()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay with { Timing = new() }), wallClock: At("12:00"));
        driver.Pipe(Order("ada", "o1", At("12:00")));
        driver.WaitSeconds(61 * 60);
        Anomalies(driver).ShouldBeEmpty();
        driver.WaitSeconds(60);

        Anomalies(driver).ShouldHaveSingleItem().OccurredAt.ShouldBe(At("13:00"));
    }

    [Fact]
    public void What_is_awaited_survives_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-orders-");
        try
        {
            using (var before = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName))
            {
                before.Pipe(Order("ada", "o1", At("12:00")));
                before.Pipe(Order("bob", "o2", At("12:00")));
                before.Commit();
            }
            using var after = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay), folder.FullName);
            after.Pipe(Payment("ada", "o1", "p1", At("12:20"), PaymentStatus.Authorized));
            TimePasses(after, At("16:00"));

            Anomalies(after).ShouldHaveSingleItem().OrderId.ShouldBe("o2");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void One_payment_too_many_and_a_negative_amount_are_dead_letters()
    {
        using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay with { MaxPayments = 2 }));
        driver.Pipe(Order("ada", "o1", At("12:00"), total: 2m));
        for (var number = 1; number <= 3; number++) driver.Pipe(Payment("ada", "o1", $"p{number}", At("12:01"), PaymentStatus.Captured, 1m));
        driver.Pipe(Payment("ada", "o1", "p1", At("12:02"), PaymentStatus.Captured, -1m));
        TimePasses(driver, At("16:00"));

        driver.CreateOutputTopic<string, byte[]>("dead_letters").Count.ShouldBe(2);
        Tracked(driver, "o1").Payments.Length.ShouldBe(2);
        Anomalies(driver).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void However_the_topics_are_read_orders_and_anomalies_are_the_same(int seed)
    {
        var random = new Random(seed);
        var orders = Enumerable.Range(0, 25).Select(number => Order($"user-{number % 7}", $"o{number}", Noon.AddMinutes(random.Next(400)), total: random.Next(0, 3) * 10m)).ToList();
        var payments = Enumerable.Range(0, 60).Select(number => Payment(
            $"user-{number % 7}", $"o{random.Next(30)}", $"p{number % 40}", Noon.AddMinutes(random.Next(500)).AddSeconds(number),
            (PaymentStatus)random.Next(1, 7), random.Next(1, 3) * 10m)).ToList();
        List<(string Order, OrderAnomalyKind, string? Payment, Guid)>? first = null;
        List<(PaymentStage, int, DateTimeOffset?)>? tracked = null;

        foreach (var reading in Enumerable.Range(0, 3))
        {
            using var driver = Driver(OrdersTopology.Build(PlainEventSerdes.Instance, Replay));
            var (ordersLeft, paymentsLeft) = (
                new Queue<OrderPlaced>(orders.OrderBy(order => order.OccurredAt.AddSeconds(random.Next(60)))),
                new Queue<PaymentProcessed>(payments.OrderBy(payment => payment.OccurredAt.AddSeconds(random.Next(60)))));
            while (ordersLeft.Count + paymentsLeft.Count > 0)
            {
                var isOrder = random.Next(2) == 0;
                for (var run = random.Next(1, 15); run > 0; run--)
                {
                    if (isOrder && ordersLeft.TryDequeue(out var order)) driver.Pipe(order);
                    if (!isOrder && paymentsLeft.TryDequeue(out var payment)) driver.Pipe(payment);
                }
            }
            TimePasses(driver, Noon.AddDays(2));

            var anomalies = Anomalies(driver).Select(anomaly => (anomaly.OrderId, anomaly.Kind, anomaly.PaymentId, anomaly.EventId)).Order().ToList();
            var states = orders.Select(order => Tracked(driver, order.OrderId)).Select(order => (order.Payment, order.Payments.Length, order.PlacedAt)).ToList();
            anomalies.Select(anomaly => anomaly.Kind).Distinct().Count().ShouldBe(3);
            (first ??= anomalies).ShouldBe(anomalies, $"reading {reading}");
            (tracked ??= states).ShouldBe(states, $"reading {reading}");
        }
    }

    private static OrderStatusChanged Status(string user, string order, DateTimeOffset at, OrderStatus status) => new()
    {
        EventId = Guid.NewGuid(),
        OccurredAt = at,
        OrderId = order,
        UserId = user,
        Status = status,
        Currency = "GBP",
    };

    /// <summary>Somebody else orders for nothing and is refused: both topics have been read so far.</summary>
    private static void TimePasses(TopologyTestDriver driver, DateTimeOffset to)
    {
        driver.Pipe(Order("nobody", "free", to, total: 0));
        driver.Pipe(Payment("nobody", "free", "refused", to, PaymentStatus.Declined));
    }

    private static IReadOnlyList<OrderAnomalyDetected> Anomalies(TopologyTestDriver driver) => driver.Read<OrderAnomalyDetected>(Topics.OrderAnomalyDetected);

    private static TrackedOrder Tracked(TopologyTestDriver driver, string order)
    {
        driver.GetTimestampedKeyValueStore<string, TrackedOrder>(OrdersTopology.Store).TryGet(order, out var found).ShouldBeTrue();
        return found.Value;
    }
}
