using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// What an aggregate tells of its rows before: regrouped, its rows are taken out of their groups and put in again, so that a sum of counts
/// is at any time the number of records counted.
/// </summary>
public sealed class OldValuesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_counts_by_key(bool cached) => Check(cached, grouped => Total(grouped.Count(Kept()), (key, _) => key));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_counts_by_window(bool cached) =>
        Check(cached, grouped => Total(grouped.WindowedBy(TimeWindows.OfSizeAndGrace(Ms(20), Ms(1000))).Count(Kept()), (windowed, _) => windowed.Key));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_counts_by_session(bool cached) => Check(cached, grouped =>
        Total(grouped.WindowedBy(SessionWindows.OfInactivityGapAndGrace(Ms(5), Ms(1000))).Count(Kept()), (windowed, _) => windowed.Key));

    [Fact]
    public void Of_final_results_there_are_none_before() => Check(cached: false, grouped => Total(
        grouped.WindowedBy(TimeWindows.OfSizeAndGrace(Ms(20), Ms(1000))).EmitStrategy(EmitStrategy.OnWindowClose).Count(Kept()),
        (windowed, _) => windowed.Key));

    [Fact]
    public void A_table_of_counts_can_be_looked_up_by_a_join()
    {
        var builder = new StreamBuilder();
        var stream = builder.Stream<string, string>("in");
        stream.Join(stream.GroupByKey().Count(Kept()), (value, count) => $"{value} of {count}").To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        input.PipeInput("a", "x", 1);
        input.PipeInput("a", "y", 2);
        driver.CreateOutputTopic<string, string>("out").ReadKeyValues().Select(entry => entry.Value).ShouldBe(["x of 1", "y of 2"]);
    }

    private static void Check(bool cached, Func<IKGroupedStream<string, string>, IKTable<string, long>> total)
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var history = RandomHistory.Of(random, count: 60, stepMs: 10);
            var builder = new StreamBuilder();
            total(builder.Stream<string, string>("in").GroupByKey()).ToStream().To("out");
            using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = cached });
            var input = driver.CreateInputTopic<string, string>("in");
            var output = driver.CreateOutputTopic<string, long>("out");
            foreach (var arrival in history)
            {
                input.PipeInput(arrival.Key, arrival.Value, arrival.TimeMs);
                if (random.Next(10) == 0) driver.Commit();
            }
            input.PipeInput("last", "x", 1_000_000); // closes all windows
            driver.Commit();
            var totals = output.ReadKeyValues().GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value);
            foreach (var key in history.GroupBy(arrival => arrival.Key)) totals.GetValueOrDefault(key.Key).ShouldBe(key.Count(), $"seed {seed}, key {key.Key}");
        }
    }

    private static IKTable<string, long> Total<K>(IKTable<K, long> counts, Func<K, long, string> group) => counts
        .GroupBy((key, count) => KeyValuePair.Create(group(key, count), count), Grouped.With(Serdes.String(), Serdes.Int64()))
        .Reduce((sum, count) => sum + count, (sum, count) => sum - count, Kept());

    private static Materialized<string, long> Kept() => new() { InMemory = true };

    private static TimeSpan Ms(long ms) => TimeSpan.FromMilliseconds(ms);
}
