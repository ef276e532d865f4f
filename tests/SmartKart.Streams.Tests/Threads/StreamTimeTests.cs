using SmartKart.Streams.Processing;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>Stream time is the latest time of a record that a task has processed, also in its former lives: it is kept with the committed offsets.</summary>
public sealed class StreamTimeTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private StreamsOptions Options => new() { ApplicationId = broker.NewName("app"), StateDirectory = null, CommitInterval = TimeSpan.FromMilliseconds(50) };

    [Theory]
    [InlineData(ProcessingGuarantee.AtLeastOnce)]
    [InlineData(ProcessingGuarantee.ExactlyOnceV2)]
    public async Task A_record_that_would_have_been_late_before_a_restart_is_late_after_it(ProcessingGuarantee guarantee)
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options with { ProcessingGuarantee = guarantee });
        using var reader = new TopicReader(broker, to);
        broker.ProduceNumbers(from, records: 100, partitions: 1, keys: 1); // up to 100 s
        await using (await Application.RunAsync(broker, Lateness(from, to), options)) reader.Read(100);
        broker.Produce(from, ("k", "late", 0)); // at 1 s

        await using var again = await Application.RunAsync(broker, Lateness(from, to), options);

        reader.Read(101)[^1].Text.ShouldBe("99000 ms late");
    }

    [Fact]
    public async Task A_record_is_late_also_for_the_instance_that_takes_the_task_over()
    {
        var (from, to) = (await broker.NewTopicAsync(2), await broker.NewTopicAsync());
        var options = Options with { ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2 };
        using var reader = new TopicReader(broker, to);
        await using var stays = await Application.RunAsync(broker, Lateness(from, to), options);
        await using (var leaves = await Application.RunAsync(broker, Lateness(from, to), options))
        {
            await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: 1);
            broker.Produce(from, Enumerable.Range(0, 100).Select(n => ("k", (string?)$"{n}", n % 2))); // up to 99 s and 100 s
            reader.Read(100);
        }
        broker.Produce(from, ("k", "late", 0), ("k", "late", 1)); // at 1 s and 2 s

        reader.Read(102).TakeLast(2).Select(record => record.Text).ShouldBe(["98000 ms late", "98000 ms late"]);
    }

    [Fact]
    public async Task What_an_abort_took_back_has_not_moved_stream_time()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        broker.ProduceNumbers(from, records: 4, partitions: 1, keys: 1); // 1 to 4 s
        var failures = 0;
        var topology = Lateness(from, to, (record, context) =>
        {
            if (record.Value == "3" && Interlocked.Increment(ref failures) == 1) throw new InvalidOperationException("Not yet.");
            if (record.Value is "0" or "3") context.Commit();
        });
        var options = Options with { ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2, CommitInterval = TimeSpan.FromMinutes(10) };
        await using var application = await Application.StartAsync(broker, topology, options);

        using var reader = new TopicReader(broker, to);
        reader.Read(4).Select(record => record.Text).ShouldAllBe(text => text == "0 ms late");
        failures.ShouldBe(2);
    }

    [Fact]
    public async Task A_timestamp_extractor_is_told_the_partitions_time_of_before_the_restart()
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        using var reader = new TopicReader(broker, to);
        broker.ProduceNumbers(from, records: 10, partitions: 1, keys: 1); // up to 10 s
        await using (await Application.RunAsync(broker, LatestOf(from, to), options)) reader.Read(10);
        broker.Produce(from, ("k", "late", 0)); // at 1 s

        await using var again = await Application.RunAsync(broker, LatestOf(from, to), options);

        reader.Read(11)[^1].TimestampMs.ShouldBe(10_000);
    }

    // Says of each record how much earlier it is than stream time.
    private static Topology Lateness(string from, string to, Action<Record<string, string>, IProcessorContext>? before = null) => new Topology()
        .AddSource("in", [from], Serdes.String(), Serdes.String())
        .AddProcessor("lateness", () => new LatenessOf(before), "in")
        .AddSink("out", to, Serdes.String(), Serdes.String(), null, "lateness");

    // A record takes the latest time of its partition, where its own is earlier.
    private static Topology LatestOf(string from, string to) => new Topology()
        .AddSource("in", [from], Serdes.String(), Serdes.String(),
            (in Record<string, string> record, long partitionTimeMs) => Math.Max(record.TimestampMs, partitionTimeMs))
        .AddSink("out", to, Serdes.String(), Serdes.String(), null, "in");

    private sealed class LatenessOf(Action<Record<string, string>, IProcessorContext>? before) : IProcessor<string, string, string, string>
    {
        private IProcessorContext<string, string> _context = null!; // set by Init

        public void Init(IProcessorContext<string, string> context) => _context = context;

        public void Process(in Record<string, string> record)
        {
            before?.Invoke(record, _context);
            _context.Forward(record.WithValue($"{_context.CurrentStreamTimeMs - record.TimestampMs} ms late"));
        }
    }
}
