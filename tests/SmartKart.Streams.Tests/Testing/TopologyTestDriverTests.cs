using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Testing;

public sealed class TopologyTestDriverTests
{
    /// <summary>Keeps what it sees, and tells the time.</summary>
    private sealed class Keeper : IProcessor<string, long, string, long>
    {
        private IProcessorContext<string, long>? _context;
        private IKeyValueStore<string, long>? _store;

        public void Init(IProcessorContext<string, long> context)
        {
            _context = context;
            _store = context.GetStateStore<IKeyValueStore<string, long>>("kept");
            context.Schedule(TimeSpan.FromSeconds(10), PunctuationType.StreamTime, now => context.Forward(new Record<string, long>("stream", now, now)));
            context.Schedule(TimeSpan.FromSeconds(10), PunctuationType.WallClockTime, now => context.Forward(new Record<string, long>("wall", now, now)));
        }

        public void Process(in Record<string, long> record)
        {
            if (record.IsTombstone) _store!.Delete(record.Key);
            else _store!.Put(record.Key, record.Value);
            _context!.Forward(record.WithKey($"{_context.RecordMetadata!.Value.Offset}"));
        }
    }

    private static TopologyTestDriver Driver()
    {
        var topology = new Topology()
            .AddSource("source", ["in"], Serdes.String(), Serdes.Int64())
            .AddProcessor("keeper", () => new Keeper(), "source")
            .AddSink("sink", "out", Serdes.String(), Serdes.Int64(), parents: "keeper")
            .AddStateStore(Stores.KeyValueStoreBuilder(Stores.InMemoryKeyValueStore("kept"), Serdes.String(), Serdes.Int64()), "keeper");
        return new TopologyTestDriver(topology);
    }

    [Fact]
    public void By_stream_time_a_punctuation_is_due_with_the_first_record_and_by_the_wall_clock_after_its_interval()
    {
        using var driver = Driver();
        var input = driver.CreateInputTopic<string, long>("in");
        var output = driver.CreateOutputTopic<string, long>("out");

        input.PipeInput("a", 1, 3_000);
        output.ReadRecords().Select(record => (record.Key, record.TimestampMs)).ShouldBe([("0", 3_000L), ("stream", 3_000L)]);
        input.PipeInput("a", 1, 9_999);
        output.ReadRecords().Count.ShouldBe(1);
        input.PipeInput("a", 1, 10_000);
        output.ReadRecords().Select(record => record.Key).ShouldBe(["2", "stream"]);

        driver.AdvanceWallClockTime(TimeSpan.FromSeconds(9));
        output.IsEmpty.ShouldBeTrue();
        driver.AdvanceWallClockTime(TimeSpan.FromSeconds(1));
        output.ReadRecord().Key.ShouldBe("wall");
    }

    [Fact]
    public void A_store_is_read_as_it_stands_and_its_changelog_has_each_key_once_per_commit()
    {
        using var driver = Driver();
        var changelog = driver.CreateOutputTopic<string, long>("test-kept-changelog");
        var input = driver.CreateInputTopic<string, long>("in");
        input.PipeInput("a", 1);
        input.PipeInput("a", 2);
        input.PipeInput("b", 3);
        input.PipeInput(Record<string, long>.Tombstone("b", 0));

        driver.GetKeyValueStore<string, long>("kept").TryGet("a", out var value).ShouldBeTrue();
        value.ShouldBe(2);
        changelog.ReadRecords().Select(record => (record.Key, record.IsTombstone)).ShouldBe([("a", false), ("b", true)], ignoreOrder: true);
    }

    [Fact]
    public void A_failing_processor_ends_the_test_with_the_record_it_failed_at()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, long>("in").MapValues(value => 1 / value, named: "divide").To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, long>("in");
        input.PipeInput("a", 1);

        Should.Throw<ProcessingException>(() => input.PipeInput("a", 0)).Message.ShouldStartWith("Task 0_0: the processor 'divide' failed at in[0]@1: Attempted to divide by zero.");
    }

    [Fact]
    public void A_record_without_a_time_is_an_error_unless_an_extractor_drops_it()
    {
        static Topology Topology(TimestampExtractor<string, long>? extractor)
        {
            var builder = new StreamBuilder();
            builder.Stream("in", Consumed.With(Serdes.String(), Serdes.Int64()) with { TimestampExtractor = extractor }).To("out");
            return builder.Build();
        }

        using var strict = new TopologyTestDriver(Topology(null));
        Should.Throw<ProcessingException>(() => strict.CreateInputTopic<string, long>("in").PipeInput("a", 1, -1)).Message.ShouldContain("set a timestamp extractor");
        using var own = new TopologyTestDriver(Topology((in Record<string, long> record, long partitionTime) => record.Value < 0 ? -1 : record.Value + partitionTime));
        var input = own.CreateInputTopic<string, long>("in");
        input.PipeInput("a", 100, -1);
        input.PipeInput("a", -5, 7);
        input.PipeInput("a", 10, 7);
        own.CreateOutputTopic<string, long>("out").ReadRecords().Select(record => record.TimestampMs).ShouldBe([99, 109]);
    }

    [Fact]
    public void A_topic_that_nothing_reads_takes_no_input()
    {
        using var driver = Driver();
        Should.Throw<TopologyException>(() => driver.CreateInputTopic<string, long>("nowhere")).Message.ShouldBe("No source reads the topic 'nowhere'. There are: in.");
    }
}
