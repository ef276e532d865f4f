using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Tables;

/// <summary>Kafka Streams' developer guide, "Stateless transformations" and "Aggregating" of tables, and what the API's pages promise of deletions.</summary>
public sealed class TableTests
{
    private static readonly Produced<string, string> Strings = Produced.With(Serdes.String(), Serdes.String());

    [Fact]
    public void A_table_drops_records_without_a_key_and_takes_tombstones_for_deletions()
    {
        var builder = new StreamBuilder();
        builder.Table("in", materialized: InMemory("table")).ToStream().To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string?, string?>("in", Serdes.String()!, Serdes.String()!); // takes nulls
        input.PipeInput(null, "lost", 1);
        input.PipeInput("a", "1", 2);
        input.PipeInput("a", null, 3);
        Out(driver).ShouldBe(["a = 1 @ 2", "a = null @ 3"]);
        driver.GetTimestampedKeyValueStore<string, string>("table").TryGet("a", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_last_record_to_come_counts_even_if_it_is_older()
    {
        var builder = new StreamBuilder();
        builder.Table("in", materialized: InMemory("table")).ToStream().To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        input.PipeInput("a", "new", 10);
        input.PipeInput("a", "old", 5);
        Out(driver).ShouldBe(["a = new @ 10", "a = old @ 5"]);
        driver.GetTimestampedKeyValueStore<string, string>("table").TryGet("a", out var row).ShouldBeTrue();
        row.ShouldBe(new ValueAndTimestamp<string>("old", 5));
    }

    [Fact]
    public void A_table_that_nobody_looks_into_costs_no_store()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in").MapValues(value => value + "!").ToStream().To("out", Strings);
        var topology = builder.Build();
        topology.Graph.Stores.ShouldBeEmpty();
        using var driver = new TopologyTestDriver(topology);
        driver.CreateInputTopic<string, string>("in").PipeInput("a", "1", 1);
        Out(driver).ShouldBe(["a = 1! @ 1"]);
    }

    [Fact]
    public void A_row_that_matches_no_more_is_deleted_and_one_that_never_did_is_not_told_of_where_that_is_known()
    {
        var builder = new StreamBuilder();
        builder.Table("in", materialized: InMemory("table")).Filter((_, value) => value.StartsWith('+')).ToStream().To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        input.PipeInput("a", "-", 1);
        input.PipeInput("a", "+", 2);
        input.PipeInput("a", "-", 3);
        input.PipeInput("a", null!, 4);
        Out(driver).ShouldBe(["a = + @ 2", "a = null @ 3"]);
    }

    [Fact]
    public void A_filter_of_a_table_that_is_not_kept_sends_a_tombstone_for_each_row_that_does_not_match()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in").FilterNot((_, value) => value.StartsWith('-')).ToStream().To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        input.PipeInput("a", "-", 1);
        input.PipeInput("a", "+", 2);
        Out(driver).ShouldBe(["a = null @ 1", "a = + @ 2"]);
    }

    [Fact]
    public void A_function_that_returns_null_deletes_the_row()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in")
            .MapValues(
                value => value.Length == 0 ? null! : value, // null deletes
                new Materialized<string, string> { StoreName = "mapped", ValueSerde = Serdes.String(), InMemory = true })
            .ToStream().To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        input.PipeInput("a", "1", 1);
        input.PipeInput("a", "", 2);
        Out(driver).ShouldBe(["a = 1 @ 1", "a = null @ 2"]);
        driver.GetTimestampedKeyValueStore<string, string>("mapped").TryGet("a", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_stream_becomes_a_table_by_its_new_keys()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").SelectKey((_, value) => value[..1]).ToTable(InMemory("table")).ToStream().To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build());
        driver.CreateInputTopic<string, string>("in").PipeInput("any", "b1", 1);
        Out(driver).ShouldBe(["b = b1 @ 1"]);
    }

    [Fact]
    public void Rows_move_from_group_to_group()
    {
        // "Aggregating", KGroupedTable: the old value is taken out of its group, then the new one put into its own.
        var builder = new StreamBuilder();
        builder.Table<string, string>("users")
            .GroupBy((user, region) => KeyValuePair.Create(region, user), Grouped.With(Serdes.String(), Serdes.String()))
            .Count(new Materialized<string, long> { InMemory = true, StoreName = "users-per-region" })
            .ToStream().To("out", Produced.With(Serdes.String(), Serdes.Int64()));
        using var driver = new TopologyTestDriver(builder.Build());
        var users = driver.CreateInputTopic<string, string>("users");
        var counts = driver.CreateOutputTopic<string, long>("out");
        users.PipeInput("alice", "asia", 1);
        users.PipeInput("bob", "asia", 2);
        users.PipeInput("alice", "europe", 3);
        users.PipeInput("bob", null!, 4);
        counts.ReadRecords().Select(record => record.ToString()).ShouldBe(["asia = 1 @ 1", "asia = 2 @ 2", "asia = 1 @ 3", "europe = 1 @ 3", "asia = 0 @ 4"]);
    }

    [Fact]
    public void A_group_that_a_row_stays_in_is_never_seen_without_it()
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in")
            .GroupBy((key, value) => KeyValuePair.Create("all", (long)value.Length), Grouped.With(Serdes.String(), Serdes.Int64()))
            .Aggregate(
                () => 0L, (_, length, sum) => sum + length, (_, length, sum) => sum - length,
                new Materialized<string, long> { InMemory = true, ValueSerde = Serdes.Int64() })
            .ToStream().To("out", Produced.With(Serdes.String(), Serdes.Int64()));
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        var sums = driver.CreateOutputTopic<string, long>("out");
        input.PipeInput("a", "xx", 5);
        input.PipeInput("a", "xxxx", 3);
        sums.ReadRecords().Select(record => record.ToString()).ShouldBe(["all = 2 @ 5", "all = 4 @ 5"]); // and the time is the latest
    }

    [Fact]
    public void A_change_that_is_held_back_comes_once_at_the_commit()
    {
        var builder = new StreamBuilder();
        builder.Table("in", materialized: InMemory("table")).ToStream().To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = true });
        var input = driver.CreateInputTopic<string, string>("in");
        input.PipeInput("a", "1", 1);
        input.PipeInput("a", "2", 2);
        Out(driver).ShouldBeEmpty();
        driver.Commit();
        Out(driver).ShouldBe(["a = 2 @ 2"]);
    }

    [Fact]
    public void A_stream_is_joined_with_the_table_as_it_stands_not_as_it_was_forwarded()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").Join(builder.Table("table", materialized: InMemory("kept")), (value, row) => value + row).To("out", Strings);
        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = true });
        driver.CreateInputTopic<string, string>("table").PipeInput("a", "1", 1);
        driver.CreateInputTopic<string, string>("in").PipeInput("a", "x", 2);
        Out(driver).ShouldBe(["a = x1 @ 2"]);
    }

    private static Materialized<string, string> InMemory(string name) => new() { StoreName = name, InMemory = true };

    private static IEnumerable<string> Out(TopologyTestDriver driver) =>
        driver.CreateOutputTopic<string, string>("out").ReadRecords().Select(record => record.ToString());
}
