using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.Testing;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Tests.Watermarks;

public sealed class DeadlinesTests
{
    [Fact]
    public void A_deadline_is_taken_once_when_the_watermark_has_passed_it()
    {
        using var driver = Driver();
        var deadlines = Of(driver);
        deadlines.Add(new Deadline(10_500, "ada", "c1"), aboutMicros: 7);

        deadlines.TakeBefore(10).ShouldBeEmpty();
        deadlines.TakeBefore(11).ShouldBe([KeyValuePair.Create(new Deadline(10_500, "ada", "c1"), 7L)]);
        deadlines.TakeBefore(1_000).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_kept_is_found_after_a_restart()
    {
        using var driver = Driver();
        Of(driver).Add(new Deadline(10_500, "ada", "c1"), 7);

        Of(driver).TakeBefore(11).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Deadlines_come_in_the_order_of_their_times_whenever_they_were_added(int seed)
    {
        var random = new Random(seed);
        using var driver = Driver();
        var deadlines = Of(driver);
        var waiting = new HashSet<Deadline>();
        var watermarkMs = -1_000L;
        for (var step = 0; step < 400; step++)
        {
            for (var count = random.Next(4); count > 0; count--)
            {
                var deadline = new Deadline((watermarkMs + random.Next(200)) * 1000 + random.Next(1000), $"user-{random.Next(3)}", $"c{random.Next(3)}"); // some overdue
                waiting.Add(deadline);
                deadlines.Add(deadline, deadline.DueMicros);
            }
            watermarkMs += random.Next(60);

            var expected = waiting.Where(deadline => deadline.DueMicros < watermarkMs * 1000).ToList();
            var taken = deadlines.TakeBefore(watermarkMs).Select(entry => entry.Key).ToList();

            taken.ShouldBe(expected, ignoreOrder: true);
            taken.Select(deadline => deadline.DueMicros).ShouldBeInOrder();
            waiting.ExceptWith(expected);
        }
    }

    private static Deadlines Of(TopologyTestDriver driver) => new(driver.GetKeyValueStore<Deadline, long>("due"));

    private static TopologyTestDriver Driver() => new(new Topology()
        .AddSource("source", ["in"], Serdes.String(), Serdes.String())
        .AddProcessor("keeper", () => new Keeper(), "source")
        .AddStateStore(Deadlines.Store("due"), "keeper"));

    private sealed class Keeper : IProcessor<string, string, string, string>
    {
        public void Process(in Record<string, string> record) { }
    }
}
