using SmartKart.Streams.Testing;
using SmartKart.Streams.Tests.Operators.Joins;

namespace SmartKart.Streams.Tests.Operators.ForeignKeys;

/// <summary>
/// Foreign-key joins over random histories against naive reference code: whatever comes out, applied to an empty table, is the join as it
/// stands.
/// </summary>
public sealed class ForeignKeyJoinProperties
{
    public enum Kind
    {
        Inner,
        Left,
    }

    [Theory, CombinatorialSeeds(80)]
    public void The_result_is_the_join_by_foreign_key(Kind kind, int seed) => Check(kind, seed, isCaching: false, inMemory: true);

    [Theory, CombinatorialSeeds(80)]
    public void So_it_is_at_each_commit_where_changes_are_held_back(Kind kind, int seed) => Check(kind, 1000 + seed, isCaching: true, inMemory: true);

    [Theory, CombinatorialSeeds(3)]
    public void So_it_is_on_disk(Kind kind, int seed) => Check(kind, 2000 + seed, isCaching: true, inMemory: false);

    private static void Check(Kind kind, int seed, bool isCaching, bool inMemory)
    {
        var random = new Random(seed);
        var builder = new StreamBuilder();
        var left = builder.Table<string, string>("left", materialized: random.Next(2) == 0 ? Kept("left", inMemory) : null);
        var right = builder.Table<string, string>("right", materialized: random.Next(2) == 0 ? Kept("right", inMemory) : null);
        var kept = new Materialized<string, string> { StoreName = random.Next(2) == 0 ? "joined" : null, InMemory = inMemory, ValueSerde = Serdes.String() };
        var joined = kind == Kind.Inner
            ? left.Join(right, ForeignKey, (mine, other) => JoinBench.Pair(mine, other), kept)
            : left.LeftJoin(right, ForeignKey, JoinBench.Pair, kept);
        joined.ToStream().To("joined", Produced.With(Serdes.String(), Serdes.String()));
        joined.GroupBy((_, value) => KeyValuePair.Create(value[..3], value), Grouped.With(Serdes.String(), Serdes.String()))
            .Count().ToStream().To("counts", Produced.With(Serdes.String(), Serdes.Int64()));

        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = isCaching });
        var inputs = new[] { driver.CreateInputTopic<string, string>("left"), driver.CreateInputTopic<string, string>("right") };
        var rows = new[] { new Dictionary<string, string>(), new Dictionary<string, string>() };
        var joinedRows = new TableReplica<string>(driver.CreateOutputTopic<string, string>("joined"));
        var counts = new TableReplica<long>(driver.CreateOutputTopic<string, long>("counts"));
        for (var at = 0; at < 200; at++)
        {
            var side = random.Next(3) == 0 ? 1 : 0;
            // Foreign keys of which one begins with another's bytes must not be taken for each other; "-" names none.
            var foreignKey = new string('x', random.Next(1, 5));
            var key = side == 0 ? $"k{random.Next(6)}" : foreignKey;
            var value = random.Next(4) == 0 ? null : side == 0 ? $"{(random.Next(5) == 0 ? "-" : foreignKey)}/{random.Next(3)}" : $"r{random.Next(4)}";
            inputs[side].PipeInput(key, value!, random.Next(1000)); // the topic takes tombstones
            if (value is null) rows[side].Remove(key);
            else rows[side][key] = value;
            if (isCaching && random.Next(4) != 0) continue;
            driver.Commit();

            var expected = Join(kind, rows[0], rows[1]);
            var where = $"seed {seed}, record {at}: {(side == 0 ? "left" : "right")} {key} = {value ?? "null"}";
            joinedRows.Read().ShouldBe(expected, ignoreOrder: true, where);
            counts.Read().Where(count => count.Value != 0).ShouldBe(
                expected.GroupBy(row => row.Value[..3]).Select(group => KeyValuePair.Create(group.Key, (long)group.Count())), ignoreOrder: true, where);
        }
    }

    private static Materialized<string, string> Kept(string topic, bool inMemory) => new() { StoreName = $"{topic}-table", InMemory = inMemory };

    private static string? ForeignKey(string value) => value[0] == '-' ? null : value[..value.IndexOf('/', StringComparison.Ordinal)];

    private static Dictionary<string, string> Join(Kind kind, Dictionary<string, string> left, Dictionary<string, string> right)
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
