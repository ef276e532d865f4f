using SmartKart.Streams.Testing;
using SmartKart.Streams.Tests.Operators.Aggregation;

namespace SmartKart.Streams.Tests.Operators.Suppressions;

/// <summary>
/// Held back for a time or in so many records, what comes of random histories is what a list of all that waits, searched anew at each
/// change, lets out.
/// </summary>
public sealed class SuppressProperties
{
    private sealed class Waiting
    {
        public required string Key { get; init; }

        public required long SinceMs { get; init; }

        public long Count { get; set; }

        public long TimeMs { get; set; }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_waits_comes_when_it_is_due_or_there_is_too_much(bool isLimited)
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            var random = new Random(seed);
            var waitMs = random.Next(0, 60);
            var maxRecords = isLimited ? random.Next(0, 3) : long.MaxValue;
            var history = RandomHistory.Of(random, count: 100, stepMs: 10);
            Run(history, waitMs, maxRecords, random).ShouldBe(Expected(history, waitMs, maxRecords), $"seed {seed}");
        }
    }

    private static List<(string, long, long)> Run(List<Arrival> history, int waitMs, long maxRecords, Random random)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(new Materialized<string, long> { InMemory = true })
            .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(waitMs)) with { MaxRecords = maxRecords }).ToStream().To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        var output = driver.CreateOutputTopic<string, long>("out");
        foreach (var arrival in history)
        {
            input.PipeInput(arrival.Key, arrival.Value, arrival.TimeMs);
            if (random.Next(10) == 0) driver.Commit();
        }
        return [.. output.ReadRecords().Select(record => (record.Key, record.Value, record.TimestampMs))];
    }

    private static List<(string, long, long)> Expected(List<Arrival> history, int waitMs, long maxRecords)
    {
        var came = new List<(string, long, long)>();
        var waiting = new List<Waiting>();
        var counts = new Dictionary<string, (long Count, long TimeMs)>();
        var streamTimeMs = 0L;
        foreach (var arrival in history)
        {
            var (count, timeMs) = counts.GetValueOrDefault(arrival.Key);
            var row = counts[arrival.Key] = (count + 1, Math.Max(timeMs, arrival.TimeMs));
            streamTimeMs = Math.Max(streamTimeMs, row.TimeMs);
            var held = waiting.Find(each => each.Key == arrival.Key);
            if (held is null) waiting.Add(held = new Waiting { Key = arrival.Key, SinceMs = row.TimeMs });
            (held.Count, held.TimeMs) = row;
            while (waiting.OrderBy(each => each.SinceMs).ThenBy(each => each.Key, StringComparer.Ordinal).FirstOrDefault() is { } first
                && (first.SinceMs <= streamTimeMs - waitMs || waiting.Count > maxRecords))
            {
                waiting.Remove(first);
                came.Add((first.Key, first.Count, first.TimeMs));
            }
        }
        return came;
    }
}
