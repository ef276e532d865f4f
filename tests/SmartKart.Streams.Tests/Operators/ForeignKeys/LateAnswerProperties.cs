using SmartKart.Streams.Tests.Operators.Joins;

namespace SmartKart.Streams.Tests.Operators.ForeignKeys;

/// <summary>
/// Foreign-key joins whose two sides run at their own pace, so that rows change, go and come back while they wait for their answers: once
/// all is processed, the result is the join of what both tables hold.
/// </summary>
public sealed class LateAnswerProperties
{
    public enum Kind
    {
        Inner,
        Left,
    }

    [Theory, CombinatorialSeeds(250)]
    public void However_late_answers_come_the_result_is_the_join_in_the_end(Kind kind, int seed) => Check(kind, seed, isCaching: false);

    [Theory, CombinatorialSeeds(250)]
    public void So_it_is_where_tables_hold_changes_back(Kind kind, int seed) => Check(kind, 1000 + seed, isCaching: true);

    private static void Check(Kind kind, int seed, bool isCaching)
    {
        var random = new Random(seed);
        using var tasks = new InterleavedTasks(Join(kind), isCaching);
        Dictionary<string, string> left = [], right = [];
        for (var at = 0; at < 60; at++)
        {
            var isLeft = random.Next(3) > 0;
            var foreignKey = $"{random.Next(3)}";
            var key = isLeft ? $"k{random.Next(2)}" : foreignKey;
            var value = random.Next(3) == 0 ? null : isLeft ? (random.Next(5) == 0 ? "-" : $"{foreignKey}/{random.Next(2)}") : $"r{random.Next(3)}";
            var rows = isLeft ? left : right;
            if (value is null) rows.Remove(key);
            else rows[key] = value;
            tasks.Pipe(isLeft ? "left" : "right", key, value, random.Next(100));
            for (var steps = random.Next(4); steps > 0; steps--) tasks.ProcessOne(random);
            if (random.Next(8) == 0) tasks.CommitOne(random);
        }
        tasks.ProcessAll(random);
        tasks.Table("joined").ShouldBe(Joined(kind, left, right), ignoreOrder: true);
    }

    private static Topology Join(Kind kind)
    {
        var builder = new StreamBuilder();
        var kept = new Materialized<string, string> { InMemory = true };
        var left = builder.Table<string, string>("left", materialized: kept);
        var right = builder.Table<string, string>("right", materialized: kept);
        var joined = kind == Kind.Inner
            ? left.Join(right, ForeignKey, (mine, other) => JoinBench.Pair(mine, other), kept)
            : left.LeftJoin(right, ForeignKey, JoinBench.Pair, kept);
        joined.ToStream().To("joined", Produced.With(Serdes.String(), Serdes.String()));
        return builder.Build();
    }

    private static string? ForeignKey(string value) => value == "-" ? null : value[..1];

    private static Dictionary<string, string> Joined(Kind kind, Dictionary<string, string> left, Dictionary<string, string> right)
    {
        var joined = new Dictionary<string, string>();
        foreach (var (key, value) in left)
        {
            var other = ForeignKey(value) is { } foreignKey ? right.GetValueOrDefault(foreignKey) : null;
            if (other is not null || kind == Kind.Left) joined[key] = JoinBench.Pair(value, other);
        }
        return joined;
    }
}
