using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Aggregates by key. Expected from Kafka Streams' developer guide, "Aggregating" (records without a key or a value are ignored; the
/// first value of a key is its reduction; null deletes), and, for names, from "Naming Operators in a Kafka Streams DSL application".
/// </summary>
public sealed class AggregateTests
{
    [Fact]
    public void Counts_go_up_by_key()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(new Materialized<string, long> { StoreName = "counts", InMemory = true }).ToStream().To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        var output = driver.CreateOutputTopic<string, long>("out");
        foreach (var (key, timeMs) in new[] { ("a", 10L), ("b", 20), ("a", 5), ("a", 30) }) input.PipeInput(key, "x", timeMs);
        output.ReadRecords().Select(record => (record.Key, record.Value, record.TimestampMs))
            .ShouldBe([("a", 1, 10), ("b", 1, 20), ("a", 2, 10), ("a", 3, 30)]); // a result's time is the latest of its records
        driver.GetTimestampedKeyValueStore<string, long>("counts").TryGet("a", out var kept).ShouldBeTrue();
        kept.ShouldBe(new ValueAndTimestamp<long>(3, 30));
    }

    [Fact]
    public void Records_without_a_key_or_a_value_are_ignored()
    {
        Run(grouped => grouped.Count(InMemory<long>()), ("", null), ("a", "1"), (null, "x"), ("a", null), ("a", "2")).ShouldBe(["a=1", "a=2"]);
    }

    [Fact]
    public void The_first_value_is_its_own_reduction() =>
        Run(grouped => grouped.Reduce((all, value) => all + value, InMemory<string>()), ("a", "1"), ("a", "2"), ("b", "3")).ShouldBe(["a=1", "a=12", "b=3"]);

    [Fact]
    public void An_aggregator_that_returns_null_deletes_and_the_next_record_begins_anew() =>
        Run(grouped => grouped.Aggregate(() => "!", (_, value, all) => value == "-" ? null! : all + value, InMemory<string>()),
            ("a", "1"), ("a", "-"), ("a", "2"))
            .ShouldBe(["a=!1", "a=", "a=!2"]);

    [Fact]
    public void A_value_type_may_be_an_aggregate_and_zero_is_a_value() =>
        Run(grouped => grouped.Aggregate(() => 0, (_, value, sum) => sum + int.Parse(value), InMemory<int>()), ("a", "2"), ("a", "-2"), ("a", "5"))
            .ShouldBe(["a=2", "a=0", "a=5"]);

    [Fact]
    public void Cached_updates_come_once_per_commit_with_the_last_value()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(InMemory<long>()).ToStream().To("out");
        using var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = true });
        var input = driver.CreateInputTopic<string, string>("in");
        var output = driver.CreateOutputTopic<string, long>("out");
        for (var i = 0; i < 5; i++) input.PipeInput("a", "x", i);
        output.IsEmpty.ShouldBeTrue();
        driver.Commit();
        var record = output.ReadRecord();
        (record.Key, record.Value, record.TimestampMs).ShouldBe(("a", 5, 4));
        driver.Commit();
        output.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Nodes_and_stores_are_numbered_as_the_guides_example_of_a_count_is()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("input").Filter((_, value) => value.Length >= 6).GroupByKey().Count().ToStream().To("output");
        var lines = Lines(builder);
        lines.ShouldContain("Processor: KSTREAM-AGGREGATE-0000000003 (stores: [KSTREAM-AGGREGATE-STATE-STORE-0000000002])");
        lines.ShouldContain("Sink: KSTREAM-SINK-0000000005 (topic: output)");
    }

    [Fact]
    public void A_named_store_spends_no_number()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("input").Filter((_, value) => value.Length >= 6).GroupByKey()
            .Count(Materialized.As<string, long>("Purchase_count_store")).ToStream().To("output");
        Lines(builder).ShouldContain("Processor: KSTREAM-AGGREGATE-0000000002 (stores: [Purchase_count_store])");
    }

    [Fact]
    public void A_stream_whose_keys_changed_is_partitioned_anew_through_a_topic_named_for_the_store()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("input").GroupBy((_, value) => value, Grouped.With(Serdes.String(), Serdes.String()))
            .Count(Materialized.As<string, long>("words")).ToStream().To("output");
        var lines = Lines(builder);
        lines.ShouldContain("Sink: words-repartition-sink (topic: words-repartition)");
        lines.ShouldContain("Source: words-repartition-source (topics: [words-repartition])");
    }

    [Fact]
    public void Two_aggregates_of_a_named_grouping_read_one_internal_topic()
    {
        var builder = new StreamBuilder();
        var grouped = builder.Stream<string, string>("input").GroupBy((_, value) => value, Grouped.With(Serdes.String(), Serdes.String(), "words"));
        grouped.Count(InMemory<long>()).ToStream().To("counts");
        grouped.Reduce((first, _) => first, InMemory<string>()).ToStream().To("firsts");
        using var driver = new TopologyTestDriver(builder.Build());
        driver.CreateInputTopic<string, string>("input").PipeInput("k", "tea", 1);
        driver.CreateOutputTopic<string, string>("test-words-repartition").Count.ShouldBe(0); // it is read, and was not looked at before
        driver.CreateOutputTopic<string, long>("counts").ReadKeyValues().ShouldBe([KeyValuePair.Create("tea", 1L)]);
        driver.CreateOutputTopic<string, string>("firsts").ReadKeyValues().ShouldBe([KeyValuePair.Create("tea", "tea")]);
    }

    private static Materialized<string, V> InMemory<V>() => new() { InMemory = true };

    private static string[] Lines(StreamBuilder builder) => [.. builder.Build().Describe().ToString().Split('\n').Select(line => line.Trim())];

    private static List<string> Run<V>(Func<IKGroupedStream<string, string>, IKTable<string, V>> aggregate, params (string? Key, string? Value)[] records)
    {
        var builder = new StreamBuilder();
        aggregate(builder.Stream<string, string>("in").GroupByKey()).ToStream().To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string?, string?>("in", Serdes.String()!, Serdes.String()!);
        var output = driver.CreateOutputTopic<string, V>("out");
        foreach (var (key, value) in records) input.PipeInput(key, value, 1);
        return [.. output.ReadRecords().Select(record => $"{record.Key}={(record.IsTombstone ? "" : record.Value)}")];
    }
}
