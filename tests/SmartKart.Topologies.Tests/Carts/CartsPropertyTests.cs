using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Carts;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Carts;

/// <summary>Abandoned carts of random histories, held to what a loop over the same events finds.</summary>
public sealed class CartsPropertyTests
{
    private const int Users = 4, CartsPerUser = 3, Events = 150;
    private static readonly CartsOptions Replay = new() { OrderPartitions = 1, Timing = OwnClock };
    private static readonly DateTimeOffset End = Noon.AddDays(2);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 15)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void However_the_topics_are_read_the_abandoned_carts_are_those_that_a_loop_finds(int seed)
    {
        var random = new Random(seed);
        var (carts, orders) = History(random);
        var expected = Naive(carts, orders).Order().ToList();
        expected.ShouldNotBeEmpty();

        foreach (var reading in Enumerable.Range(0, 2))
        {
            using var driver = Driver(CartsTopology.Build(PlainEventSerdes.Instance, Replay));
            var (cartsLeft, ordersLeft) = (new Queue<CartUpdated>(Disordered(random, carts, cart => cart.OccurredAt)), new Queue<OrderPlaced>(Disordered(random, orders, order => order.OccurredAt)));
            cartsLeft.Enqueue(Cart("nobody", "empty", End));
            ordersLeft.Enqueue(Order("nobody", "last", End));
            while (cartsLeft.Count + ordersLeft.Count > 0)               // runs of one topic, then of the other
            {
                var run = random.Next(1, 30);
                var isOfCarts = random.Next(2) == 0;
                for (; run > 0; run--)
                {
                    if (isOfCarts && cartsLeft.TryDequeue(out var cart)) driver.Pipe(cart);
                    if (!isOfCarts && ordersLeft.TryDequeue(out var order)) driver.Pipe(order);
                }
            }

            driver.Read<CartAbandoned>(Topics.CartAbandoned).Select(abandoned => (abandoned.CartId, abandoned.LastUpdatedAt, abandoned.Items.Length)).Order().ToList()
                .ShouldBe(expected, $"seed {seed}, reading {reading}");
        }
    }

    /// <summary>The first change of each cart that left something in it, and that nothing followed in time.</summary>
    private static IEnumerable<(string Cart, DateTimeOffset LastUpdatedAt, int Items)> Naive(IReadOnlyList<CartUpdated> carts, IReadOnlyList<OrderPlaced> orders)
    {
        foreach (var changes in carts.GroupBy(cart => (cart.UserId, cart.CartId)))
        {
            var ordered = orders.Where(order => order.UserId == changes.Key.UserId && order.CartId == changes.Key.CartId).Select(order => order.OccurredAt).ToList();
            var anyOrder = orders.Where(order => order.UserId == changes.Key.UserId && order.CartId is null).Select(order => order.OccurredAt).ToList();
            foreach (var change in changes.OrderBy(change => change.OccurredAt))
            {
                var end = change.OccurredAt.AddMinutes(30);
                bool InTime(DateTimeOffset at) => at > change.OccurredAt && at <= end;
                if (change.Items.Length == 0 || ordered.Any(at => at <= change.OccurredAt)) continue;
                if (changes.Any(other => InTime(other.OccurredAt)) || ordered.Any(InTime) || anyOrder.Any(InTime)) continue;
                yield return (change.CartId, change.OccurredAt, change.Items.Length);
                break;
            }
        }
    }

    private static (IReadOnlyList<CartUpdated> Carts, IReadOnlyList<OrderPlaced> Orders) History(Random random)
    {
        var (carts, orders) = (new List<CartUpdated>(), new List<OrderPlaced>());
        // Bursts, so that the grace matters; no two at once, for which comes first would be open.
        var seconds = Enumerable.Range(0, Events).Select(_ => random.Next(60) * 600 + random.Next(120)).Distinct().Order().ToList();
        foreach (var second in seconds)
        {
            var user = $"user-{random.Next(Users)}";
            var cart = $"{user}-cart-{random.Next(CartsPerUser)}";
            if (random.Next(5) == 0) orders.Add(Order(user, $"order-{second}", Noon.AddSeconds(second), random.Next(4) == 0 ? null : cart));
            else carts.Add(Cart(user, cart, Noon.AddSeconds(second), [.. Enumerable.Range(0, random.Next(4)).Select(item => $"product-{item}")]));
        }
        return (carts, orders);
    }

    /// <summary>As a topic may hold them: up to the grace out of order.</summary>
    private static IEnumerable<T> Disordered<T>(Random random, IEnumerable<T> events, Func<T, DateTimeOffset> at) =>
        events.OrderBy(one => at(one).AddSeconds(random.Next(60)));
}
