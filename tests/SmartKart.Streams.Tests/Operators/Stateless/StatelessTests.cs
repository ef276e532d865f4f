using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Stateless;

public sealed class StatelessTests
{
    [Fact]
    public void Filter_keeps_and_filter_not_drops_what_the_predicate_holds_for()
    {
        Run<long>(stream => stream.Filter((_, value) => value > 1), 1, 2, 3).ShouldBe([2, 3]);
        Run<long>(stream => stream.FilterNot((_, value) => value > 1), 1, 2, 3).ShouldBe([1]);
    }

    [Fact]
    public void Map_values_keeps_the_key_the_time_and_the_headers()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, long>("in").MapValues((key, value) => $"{key}{value}").To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        driver.CreateInputTopic<string, long>("in").PipeInput("a", 7, 99, Headers.Empty.With("h", new byte[] { 1 }));

        var record = driver.CreateOutputTopic<string, string>("out").ReadRecord();

        (record.Key, record.Value, record.TimestampMs).ShouldBe(("a", "a7", 99L));
        record.Headers.Last("h")!.Value.ToArray().ShouldBe([1]);
    }

    [Fact]
    public void Map_flat_map_and_select_key_may_change_the_key()
    {
        var builder = new StreamBuilder();
        var stream = builder.Stream<string, long>("in");
        stream.Map((key, value) => KeyValuePair.Create(value, key)).To("mapped");
        stream.FlatMap((key, value) => Enumerable.Range(0, (int)value).Select(at => KeyValuePair.Create(key + at, value))).To("flat", Produced.With(Serdes.String(), Serdes.Int64()));
        stream.SelectKey((_, value) => value % 2 == 0).To("selected");
        stream.FlatMapValues(value => Enumerable.Repeat("x", (int)value)).To("values");
        using var driver = new TopologyTestDriver(builder.Build());
        driver.CreateInputTopic<string, long>("in").PipeInput("a", 2);

        driver.CreateOutputTopic<long, string>("mapped").ReadKeyValues().ShouldBe([KeyValuePair.Create(2L, "a")]);
        driver.CreateOutputTopic<string, long>("flat").ReadKeyValues().ShouldBe([KeyValuePair.Create("a0", 2L), KeyValuePair.Create("a1", 2L)]);
        driver.CreateOutputTopic<bool, long>("selected").ReadKeyValues().ShouldBe([KeyValuePair.Create(true, 2L)]);
        driver.CreateOutputTopic<string, string>("values").ReadKeyValues().ShouldBe([KeyValuePair.Create("a", "x"), KeyValuePair.Create("a", "x")]);
    }

    [Fact]
    public void Each_record_goes_to_its_first_branch_alone()
    {
        var builder = new StreamBuilder();
        var branches = builder.Stream<string, long>("in").Branch("", (_, value) => value > 10, (_, value) => value > 5);
        branches[0].To("large");
        branches[1].To("middle");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, long>("in");
        foreach (var value in (long[])[11, 6, 1]) input.PipeInput("a", value);

        driver.CreateOutputTopic<string, long>("large").ReadRecords().Select(record => record.Value).ShouldBe([11]);
        driver.CreateOutputTopic<string, long>("middle").ReadRecords().Select(record => record.Value).ShouldBe([6]);
    }

    [Fact]
    public void Peek_and_foreach_see_every_record()
    {
        var (peeked, ended) = (new List<long>(), new List<long>());
        Run<long>(
            stream =>
            {
                stream.Foreach((_, value) => ended.Add(value));
                return stream.Peek((_, value) => peeked.Add(value));
            },
            1, 2).ShouldBe([1, 2]);
        peeked.ShouldBe([1, 2]);
        ended.ShouldBe([1, 2]);
    }

    [Fact]
    public void A_tombstone_of_a_type_without_null_passes_what_looks_at_values_and_one_with_null_is_seen()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, long>("in").Filter((_, value) => value > 5).MapValues(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)).To("out");
        builder.Stream<string, string?>("texts", Consumed.With(Serdes.String(), (ISerde<string?>)(object)Serdes.String())).MapValues(value => value is null ? "null" : value).To("seen");
        using var driver = new TopologyTestDriver(builder.Build());

        driver.CreateInputTopic<string, long>("in").PipeInput(Record<string, long>.Tombstone("a", 0));
        driver.CreateInputTopic<string, string?>("texts", Serdes.String(), (ISerde<string?>)(object)Serdes.String()).PipeInput("a", null);

        driver.CreateOutputTopic<string, string>("out").ReadRecord().IsTombstone.ShouldBeTrue();
        driver.CreateOutputTopic<string, string>("seen").ReadRecord().Value.ShouldBe("null");
    }

    [Fact]
    public void Each_record_goes_to_the_topic_that_is_chosen_for_it_and_through_reads_it_again()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, long>("in").To((in Record<string, long> record, SmartKart.Streams.Processing.IProcessorContext _) => record.Value > 0 ? "gains" : "losses");
        builder.Stream<string, long>("other").Through("between").Repartition(new Repartitioned<string, long> { Name = "anew" }).To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        driver.CreateInputTopic<string, long>("in").PipeInput("a", 1);
        driver.CreateInputTopic<string, long>("in").PipeInput("a", -1);
        driver.CreateInputTopic<string, long>("other").PipeInput("b", 3);

        driver.CreateOutputTopic<string, long>("gains").ReadRecord().Value.ShouldBe(1);
        driver.CreateOutputTopic<string, long>("losses").ReadRecord().Value.ShouldBe(-1);
        driver.CreateOutputTopic<string, long>("out").ReadRecord().Value.ShouldBe(3);
        builder.Build().Graph.RepartitionTopics.Keys.ShouldBe(["anew-repartition"]);
    }

    private static List<long> Run<VR>(Func<IKStream<string, long>, IKStream<string, VR>> operators, params long[] values)
    {
        var builder = new StreamBuilder();
        operators(builder.Stream<string, long>("in")).To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, long>("in");
        foreach (var value in values) input.PipeInput("key", value);
        return [.. driver.CreateOutputTopic<string, long>("out").ReadRecords().Select(record => record.Value)];
    }
}
