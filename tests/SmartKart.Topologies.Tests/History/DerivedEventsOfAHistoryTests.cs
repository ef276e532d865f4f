using SmartKart.Backfill.Simulation;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Tests.Payments;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Tests.History;

/// <summary>
/// Topologies over a simulated day on a real broker, played flat out and with its own clock, stopped in the midst and gone on with from their
/// changelogs: held to what a loop over the same events finds.
/// </summary>
public sealed class DerivedEventsOfAHistoryTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // What is too much would come after what is expected: so long is waited for it.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(3);
    private static readonly TimingOptions OwnClock = new() { WallClock = false, TellEvery = TimeSpan.FromMilliseconds(200) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_topologies_make_of_a_simulated_day_is_what_a_loop_finds_though_the_worker_was_restarted()
    {
        var history = new ForgetfulHistory(new SimulatedHistory(new SimulationOptions { Users = 80, Merchants = 5, Products = 100 }));
        var events = HistoryEvents.Of(history, Stop);
        try
        {
            await using var shop = await ShopBroker.StartAsync(new ClosedHistory(history), Stop);
            for (var life = 1; life <= 2; life++)
            {
                await using var sessions = await shop.RunAsync("sessions", Named("sessions", shop), life, Stop);
                await using var carts = await shop.RunAsync("carts", Named("carts", shop), life, Stop);
                await using var orders = await shop.RunAsync("orders", Named("orders", shop), life, Stop);
                await using var payments = await shop.RunAsync("payments", Named("payments", shop), life, Stop);
                await using var stock = await shop.RunAsync("inventory", Named("inventory", shop), life, Stop);
                if (life == 1) shop.Read<SessionClosed>(Topics.SessionClosed, enough: 1, Deadline, Stop).ShouldNotBeEmpty();
                else HoldTo(events, shop);
            }
        }
        catch (KafkaLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
    }

    private static Topology Named(string name, ShopBroker shop) =>
        TopologyCatalog.All.Single(topology => topology.Name == name).Build(new TopologySetting(shop.Serdes, OwnClock, ShopBroker.Partitions));

    private static void HoldTo(HistoryEvents events, ShopBroker shop)
    {
        var visits = Visits(events).Order().ToList();
        var abandoned = Abandoned(events).Order().ToList();
        var anomalies = Anomalies(events).Order().ToList();
        var risks = NaiveRisk.Of([.. events.Of<PaymentProcessed>()]).OrderBy(risk => risk.PaymentId, StringComparer.Ordinal).ToList();
        var crossings = Crossings(events).Order().ToList();
        crossings.ShouldNotBeEmpty();
        visits.Count.ShouldBeGreaterThan(100);
        abandoned.Count.ShouldBeGreaterThan(10);
        anomalies.Select(anomaly => anomaly.Kind).Distinct().Count().ShouldBe(2);

        Found<SessionClosed>(shop, Topics.SessionClosed, visits.Count).Select(visit => (visit.SessionId, visit.StartedAt, visit.EndedAt, visit.EventCount, visit.OrderIds.Length)).Order()
            .ShouldBe(visits);
        Found<CartAbandoned>(shop, Topics.CartAbandoned, abandoned.Count).Select(cart => (cart.CartId, cart.LastUpdatedAt)).Order().ShouldBe(abandoned);
        Found<OrderAnomalyDetected>(shop, Topics.OrderAnomalyDetected, anomalies.Count).Select(anomaly => (anomaly.OrderId, anomaly.Kind)).Order().ShouldBe(anomalies);
        Found<StockLevelCrossed>(shop, Topics.StockLevelCrossed, crossings.Count).Select(crossed => (crossed.ProductId, crossed.Level, crossed.OccurredAt)).Order()
            .ShouldBe(crossings);
        Found<PaymentRiskMeasured>(shop, Topics.PaymentRiskMeasured, risks.Count).Select(Measured.Of).OrderBy(risk => risk.PaymentId, StringComparer.Ordinal).ShouldBe(risks);
    }

    private static IEnumerable<(string ProductId, StockLevel Level, DateTimeOffset At)> Crossings(HistoryEvents events)
    {
        foreach (var moved in events.Of<InventoryUpdated>())
        {
            if (moved.QuantityBefore > moved.ReorderPoint && moved.QuantityAfter <= moved.ReorderPoint) yield return (moved.ProductId, StockLevel.Low, moved.OccurredAt);
            if (moved is { QuantityBefore: > 0, QuantityAfter: <= 0 }) yield return (moved.ProductId, StockLevel.Out, moved.OccurredAt);
        }
    }

    private static List<T> Found<T>(ShopBroker shop, string topic, int expected) where T : class, Schemas.IAvroRecord<T>
    {
        shop.Read<T>(topic, expected, Deadline, Stop);
        return shop.Read<T>(topic, enough: int.MaxValue, Afterwards, Stop);
    }

    private static IEnumerable<(string SessionId, DateTimeOffset Start, DateTimeOffset End, int Events, int Orders)> Visits(HistoryEvents events)
    {
        var all = events.Of<Clickstream>().Select(click => (click.UserId, click.SessionId, click.OccurredAt, IsOrder: false))
            .Concat(events.Of<CartUpdated>().Select(cart => (cart.UserId, cart.SessionId, cart.OccurredAt, IsOrder: false)))
            .Concat(events.Of<OrderPlaced>().Select(order => (order.UserId, order.SessionId, order.OccurredAt, IsOrder: true)));
        foreach (var numbered in all.GroupBy(one => (one.UserId, one.SessionId)))
        {
            var visit = new List<(DateTimeOffset At, bool IsOrder)>();
            foreach (var (_, _, at, isOrder) in numbered.OrderBy(one => one.OccurredAt))
            {
                if (visit.Count > 0 && at - visit[^1].At > TimeSpan.FromMinutes(30))
                {
                    yield return (numbered.Key.SessionId!, visit[0].At, visit[^1].At, visit.Count, visit.Count(one => one.IsOrder)); // the simulator numbers its visits
                    visit.Clear();
                }
                visit.Add((at, isOrder));
            }
            yield return (numbered.Key.SessionId!, visit[0].At, visit[^1].At, visit.Count, visit.Count(one => one.IsOrder));
        }
    }

    private static IEnumerable<(string CartId, DateTimeOffset LastUpdatedAt)> Abandoned(HistoryEvents events)
    {
        var orders = events.Of<OrderPlaced>().ToDictionary(order => order.CartId!, order => order.OccurredAt); // the simulator's orders name their carts
        foreach (var changes in events.Of<CartUpdated>().GroupBy(cart => cart.CartId))
        {
            if (changes.Last().Items.IsEmpty) continue; // nothing was left in it
            var times = changes.Select(change => change.OccurredAt).Order().ToList();
            if (orders.TryGetValue(changes.Key, out var ordered)) times.Add(ordered);
            var left = Enumerable.Range(0, times.Count).FirstOrDefault(at => at + 1 == times.Count || times[at + 1] - times[at] > TimeSpan.FromMinutes(30));
            if (!orders.ContainsKey(changes.Key) || left + 1 < times.Count) yield return (changes.Key, times[left]);
        }
    }

    private static IEnumerable<(string OrderId, OrderAnomalyKind Kind)> Anomalies(HistoryEvents events)
    {
        var placed = events.Of<OrderPlaced>().Select(order => order.OrderId).ToHashSet();
        var paid = events.Of<PaymentProcessed>().Where(payment => payment.Status is PaymentStatus.Authorized or PaymentStatus.Captured).Select(payment => payment.OrderId).ToHashSet();
        return placed.Except(paid).Select(order => (order, OrderAnomalyKind.OrderWithoutPayment))
            .Concat(paid.Except(placed).Select(order => (order, OrderAnomalyKind.PaymentWithoutOrder))); // the simulator's orders have one payment each
    }
}
