using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Sessions;
using SmartKart.Topologies.Tests.Events;
using static SmartKart.Topologies.Tests.Events.Shop;

namespace SmartKart.Topologies.Tests.Sessions;

/// <summary>Visits of random histories, held to what a loop over the same events finds.</summary>
public sealed class SessionsPropertyTests
{
    private static readonly SessionsOptions Replay = new() { OrderPartitions = 1, Timing = OwnClock, MaxLength = TimeSpan.FromHours(2) };
    private static readonly DateTimeOffset End = Noon.AddDays(3);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 15)];

    private sealed record Happening(string User, string? Session, DateTimeOffset At, object Event);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void However_the_topics_are_read_the_visits_are_those_that_a_loop_finds(int seed)
    {
        var random = new Random(seed);
        var history = History(random);
        var expected = Naive(history).Order().ToList();
        expected.Count.ShouldBeGreaterThan(3);
        var ids = new List<Guid>();

        foreach (var reading in Enumerable.Range(0, 2))
        {
            using var driver = Driver(SessionsTopology.Build(PlainEventSerdes.Instance, Replay));
            var topics = history.GroupBy(one => one.Event.GetType())
                .Select(topic => new Queue<object>(topic.OrderBy(one => one.At.AddSeconds(random.Next(60))).Select(one => one.Event))).ToList(); // up to the grace out of order
            while (topics.Exists(topic => topic.Count > 0))
            {
                var topic = topics[random.Next(topics.Count)];
                for (var run = random.Next(1, 40); run > 0 && topic.TryDequeue(out var next); run--)
                {
                    if (next is Clickstream click) driver.Pipe(click);
                    else if (next is CartUpdated cart) driver.Pipe(cart);
                    else driver.Pipe((OrderPlaced)next);
                }
            }
            driver.Pipe(Click("nobody", End));
            driver.Pipe(Cart("nobody", "empty", End));
            driver.Pipe(Order("nobody", "last", End));

            var closed = driver.Read<SessionClosed>(Topics.SessionClosed);
            closed.Select(visit => (visit.UserId, visit.StartedAt, visit.EndedAt, visit.EventCount, visit.Path.Length, visit.Revenue ?? 0)).Order().ToList()
                .ShouldBe(expected, $"seed {seed}, reading {reading}");
            closed.ShouldAllBe(visit => visit.Path.Sum(step => step.DwellMs ?? 0) <= (visit.EndedAt - visit.StartedAt).TotalMilliseconds);
            if (reading == 0) ids.AddRange(closed.Select(visit => visit.EventId).Order());
            else closed.Select(visit => visit.EventId).Order().ShouldBe(ids);
        }
    }

    private static IEnumerable<(string User, DateTimeOffset Start, DateTimeOffset End, int Events, int Steps, decimal Revenue)> Naive(IReadOnlyList<Happening> history)
    {
        foreach (var visits in history.GroupBy(one => (one.User, one.Session)))
        {
            var visit = new List<Happening>();
            foreach (var one in visits.OrderBy(one => one.At))
            {
                if (visit.Count > 0 && (one.At - visit[^1].At > TimeSpan.FromMinutes(30) || one.At - visit[0].At > TimeSpan.FromHours(2)))
                {
                    yield return Told(visit);
                    visit.Clear();
                }
                visit.Add(one);
            }
            yield return Told(visit);
        }
    }

    private static (string, DateTimeOffset, DateTimeOffset, int, int, decimal) Told(List<Happening> visit) => (
        visit[0].User, visit[0].At, visit[^1].At, visit.Count,
        Math.Min(200, visit.Count(one => one.Event is not Clickstream { Action: ClickstreamAction.Impression })),
        visit.Sum(one => one.Event is OrderPlaced order ? order.Total : 0));

    private static List<Happening> History(Random random)
    {
        var history = new List<Happening>();
        // Bursts, so that the grace matters; no two at once, for which comes first would be open.
        var seconds = Enumerable.Range(0, 250).Select(_ => random.Next(72) * 1200 + random.Next(120)).Distinct().Order().ToList();
        foreach (var second in seconds)
        {
            var (user, session, at) = ($"user-{random.Next(3)}", random.Next(3) == 0 ? null : $"session-{random.Next(2)}", Noon.AddSeconds(second));
            object happened = random.Next(10) switch
            {
                < 3 => Click(user, at, ClickstreamAction.Impression, session: session),
                < 7 => Click(user, at, ClickstreamAction.View, $"product-{random.Next(5)}", session),
                < 9 => Cart(user, "c", at, "tea") with { SessionId = session },
                _ => Order(user, $"order-{second}", at, total: random.Next(1, 100)) with { SessionId = session },
            };
            history.Add(new Happening(user, session, at, happened));
        }
        return history;
    }
}
