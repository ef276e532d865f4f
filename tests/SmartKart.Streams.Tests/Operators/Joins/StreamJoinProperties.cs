namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>Joins of streams over random histories, late records, duplicates, gaps and nulls included, against naive reference code.</summary>
public sealed class StreamJoinProperties
{
    public enum Kind
    {
        Inner,
        Left,
        Outer,
    }

    [Theory, CombinatorialSeeds(150)]
    public void Each_record_makes_what_the_definition_says(Kind kind, int seed) => Check(kind, seed, inMemory: true, records: 120);

    [Theory, CombinatorialSeeds(6)]
    public void On_disk_too(Kind kind, int seed) => Check(kind, 10_000 + seed, inMemory: false, records: 300);

    private static void Check(Kind kind, int seed, bool inMemory, int records)
    {
        var random = new Random(seed);
        var before = random.Next(-4, 16);
        var after = random.Next(-before, 16);
        var grace = random.Next(3) == 0 ? 0 : random.Next(12);
        var windows = JoinWindows.OfTimeDifferenceAndGrace(TimeSpan.Zero, TimeSpan.FromMilliseconds(grace));
        windows = before >= 0 ? windows.WithBefore(TimeSpan.FromMilliseconds(before)).WithAfter(TimeSpan.FromMilliseconds(after))
            : windows.WithAfter(TimeSpan.FromMilliseconds(after)).WithBefore(TimeSpan.FromMilliseconds(before));
        var history = History(random, records);
        var expected = new StreamJoinOracle(before, after, grace, kind != Kind.Inner, kind == Kind.Outer).Results(history);
        var joined = new StreamJoined<string, string, string> { InMemory = inMemory };

        using var bench = new JoinBench(builder =>
        {
            var (left, right) = (builder.Stream<string, string>("left"), builder.Stream<string, string>("right"));
            var result = kind switch
            {
                Kind.Inner => left.Join(right, JoinBench.Pair, windows, joined),
                Kind.Left => left.LeftJoin(right, JoinBench.Pair, windows, joined),
                _ => left.OuterJoin(right, JoinBench.Pair, windows, joined),
            };
            result.To("out", Produced.With(Serdes.String(), Serdes.String()));
        });
        var (left, right) = (bench.Driver.CreateInputTopic<string, string>("left"), bench.Driver.CreateInputTopic<string, string>("right"));
        for (var at = 0; at < history.Count; at++)
        {
            var (isLeft, key, value, timestampMs) = history[at];
            (isLeft ? left : right).PipeInput(key!, value!, timestampMs); // the topics take nulls
            if (random.Next(10) == 0) bench.Driver.Commit();
            var made = bench.Records().Select(record => $"{record.Key} {record.Value} @ {record.TimestampMs}").Order(StringComparer.Ordinal);
            made.ShouldBe(expected[at], ignoreOrder: false, $"seed {seed}, before {before}, after {after}, grace {grace}, record {at}: {history[at]}");
        }
    }

    private static List<StreamEvent> History(Random random, int records)
    {
        var history = new List<StreamEvent>();
        var now = 20L;
        for (var at = 0; at < records; at++)
        {
            now += random.Next(20) == 0 ? random.Next(60) : random.Next(3);
            var isLeft = random.Next(2) == 0;
            var key = random.Next(25) == 0 ? null : $"k{random.Next(3)}";
            var value = random.Next(25) == 0 ? null : $"{(isLeft ? 'L' : 'R')}{at}";
            history.Add(new StreamEvent(isLeft, key, value, Math.Max(0, now - (random.Next(3) == 0 ? random.Next(45) : 0))));
        }
        return history;
    }
}
