using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>
/// Joins of tables over random histories against naive reference code: whatever comes out, applied to an empty table, is the join of the
/// two tables as they stand. Then what is made of the join: a filter, a mapping, and a sum by another key, which is right only if every
/// change says rightly what the row was before.
/// </summary>
public sealed class TableJoinProperties
{
    public enum Kind
    {
        Inner,
        Left,
        Outer,
    }

    [Theory, CombinatorialSeeds(60)]
    public void The_result_is_the_join_of_both_tables(Kind kind, int seed) => Check(kind, seed, isCaching: false, inMemory: true);

    [Theory, CombinatorialSeeds(60)]
    public void So_it_is_at_each_commit_where_changes_are_held_back(Kind kind, int seed) => Check(kind, 1000 + seed, isCaching: true, inMemory: true);

    [Theory, CombinatorialSeeds(3)]
    public void So_it_is_on_disk(Kind kind, int seed) => Check(kind, 2000 + seed, isCaching: true, inMemory: false);

    [Theory, CombinatorialSeeds(30)]
    public void A_table_can_be_joined_with_what_is_made_of_it(Kind kind, int seed)
    {
        var random = new Random(3000 + seed);
        var isCaching = random.Next(2) == 0;
        var builder = new StreamBuilder();
        var table = builder.Table<string, string>("left");
        var other = table.Filter((_, value) => value.Length % 2 == 0).MapValues(value => value.ToUpperInvariant());
        var kept = new Materialized<string, string> { ValueSerde = Serdes.String(), InMemory = true, StoreName = random.Next(2) == 0 ? "joined" : null };
        var joined = kind switch
        {
            Kind.Inner => table.Join(other, JoinBench.Pair, kept),
            Kind.Left => table.LeftJoin(other, JoinBench.Pair, kept),
            _ => table.OuterJoin(other, JoinBench.Pair, kept),
        };
        joined.GroupBy((key, value) => KeyValuePair.Create("all", Length(value)), Grouped.With(Serdes.String(), Serdes.Int64()))
            .Reduce((sum, length) => sum + length, (sum, length) => sum - length, new Materialized<string, long> { InMemory = true })
            .ToStream().To("sums", Produced.With(Serdes.String(), Serdes.Int64()));
        joined.ToStream().To("joined", Produced.With(Serdes.String(), Serdes.String()));

        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = isCaching });
        var input = driver.CreateInputTopic<string, string>("left");
        var joinedRows = new TableReplica<string>(driver.CreateOutputTopic<string, string>("joined"));
        var sums = new TableReplica<long>(driver.CreateOutputTopic<string, long>("sums"));
        var rows = new Dictionary<string, string>();
        for (var at = 0; at < 80; at++)
        {
            var key = $"k{random.Next(3)}";
            var value = random.Next(3) == 0 ? null : new string('a', random.Next(1, 6));
            input.PipeInput(key, value!, at); // the topic takes tombstones
            if (value is null) rows.Remove(key);
            else rows[key] = value;
            if (isCaching && random.Next(3) != 0) continue;
            driver.Commit();
            var others = rows.Where(row => row.Value.Length % 2 == 0).ToDictionary(row => row.Key, row => row.Value.ToUpperInvariant());
            var expected = Join(kind, rows, others);
            joinedRows.Read().ShouldBe(expected, ignoreOrder: true, $"seed {seed}, record {at}");
            sums.Read().GetValueOrDefault("all").ShouldBe(expected.Values.Sum(Length), $"seed {seed}, record {at}");
        }
    }

    private static void Check(Kind kind, int seed, bool isCaching, bool inMemory)
    {
        var random = new Random(seed);
        var isKept = random.Next(2) == 0;
        var builder = new StreamBuilder();
        var (left, right) = (Table(builder, "left", random, inMemory), Table(builder, "right", random, inMemory));
        var kept = isKept
            ? new Materialized<string, string> { StoreName = "joined", InMemory = inMemory, KeySerde = Serdes.String(), ValueSerde = Serdes.String() }
            : null;
        var joined = kind switch
        {
            Kind.Inner => left.Join(right, JoinBench.Pair, kept),
            Kind.Left => left.LeftJoin(right, JoinBench.Pair, kept),
            _ => left.OuterJoin(right, JoinBench.Pair, kept),
        };
        joined.ToStream().To("joined", Produced.With(Serdes.String(), Serdes.String()));
        var mapped = joined.MapValues(Length).Filter((_, length) => length % 3 != 0);
        mapped.ToStream().To("mapped", Produced.With(Serdes.String(), Serdes.Int64()));
        mapped.GroupBy((key, length) => KeyValuePair.Create(GroupOf(length), length), Grouped.With(Serdes.String(), Serdes.Int64()))
            .Aggregate(() => 0L, (_, length, sum) => sum + length, (_, length, sum) => sum - length,
                new Materialized<string, long> { InMemory = inMemory, ValueSerde = Serdes.Int64() })
            .ToStream().To("sums", Produced.With(Serdes.String(), Serdes.Int64()));

        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = isCaching });
        var inputs = new[] { driver.CreateInputTopic<string, string>("left"), driver.CreateInputTopic<string, string>("right") };
        var rows = new[] { new Dictionary<string, string>(), new Dictionary<string, string>() };
        var joinedRows = new TableReplica<string>(driver.CreateOutputTopic<string, string>("joined"));
        var mappedRows = new TableReplica<long>(driver.CreateOutputTopic<string, long>("mapped"));
        var sums = new TableReplica<long>(driver.CreateOutputTopic<string, long>("sums"));
        for (var at = 0; at < 150; at++)
        {
            var (side, key) = (random.Next(2), $"k{random.Next(5)}");
            var value = random.Next(3) == 0 ? null : new string((char)('a' + random.Next(26)), random.Next(1, 9));
            inputs[side].PipeInput(key, value!, random.Next(1000)); // the topic takes tombstones
            if (value is null) rows[side].Remove(key);
            else rows[side][key] = value;
            if (isCaching && random.Next(4) != 0) continue;
            driver.Commit();

            var expected = Join(kind, rows[0], rows[1]);
            var expectedMapped = expected.Select(row => KeyValuePair.Create(row.Key, Length(row.Value))).Where(row => row.Value % 3 != 0).ToDictionary();
            var expectedSums = expectedMapped.GroupBy(row => GroupOf(row.Value)).ToDictionary(group => group.Key, group => group.Sum(row => row.Value));
            var where = $"seed {seed}, kept {isKept}, record {at}: {(side == 0 ? "left" : "right")} {key} = {value ?? "null"}";
            joinedRows.Read().ShouldBe(expected, ignoreOrder: true, where);
            mappedRows.Read().ShouldBe(expectedMapped, ignoreOrder: true, where);
            sums.Read().Where(sum => sum.Value != 0).ShouldBe(expectedSums, ignoreOrder: true, where);
        }
    }

    // Of a topic, kept or not, with or without operators between: old values must find their way through all of them.
    private static IKTable<string, string> Table(StreamBuilder builder, string topic, Random random, bool inMemory)
    {
        var kept = new Materialized<string, string> { StoreName = $"{topic}-table", InMemory = inMemory };
        var table = random.Next(3) switch
        {
            0 => builder.Table<string, string>(topic, materialized: kept),
            1 => builder.Table<string, string>(topic),
            _ => builder.Stream<string, string>(topic).ToTable(),
        };
        return random.Next(3) switch
        {
            0 => table.Filter((_, _) => true),
            1 => table.MapValues(
                value => value, new Materialized<string, string> { StoreName = $"{topic}-mapped", InMemory = inMemory, ValueSerde = Serdes.String() }),
            _ => table,
        };
    }

    private static Dictionary<string, string> Join(Kind kind, Dictionary<string, string> left, Dictionary<string, string> right)
    {
        var keys = kind switch
        {
            Kind.Inner => left.Keys.Intersect(right.Keys),
            Kind.Left => left.Keys,
            _ => left.Keys.Union(right.Keys),
        };
        return keys.ToDictionary(key => key, key => JoinBench.Pair(left.GetValueOrDefault(key), right.GetValueOrDefault(key)));
    }

    private static long Length(string value) => value.Length;

    private static string GroupOf(long length) => length % 2 == 0 ? "even" : "odd";
}
