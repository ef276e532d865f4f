using System.Collections.Concurrent;
using System.Globalization;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

public sealed class RebalanceTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Partitions = 6;
    private const int Keys = 12;

    private StreamsOptions Options => new()
    {
        ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2, CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    [Fact]
    public async Task A_task_that_does_not_move_is_not_stopped_when_another_instance_joins_and_leaves()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        var options = Options;
        var (first, starts) = New(from, to, options);
        await using var _ = first;
        await first.Streams.StartAsync(TestContext.Current.CancellationToken);
        await first.Becomes(KafkaStreamsState.Running);
        starts.Count.ShouldBe(Partitions);

        await using (var second = await Application.RunAsync(broker, Topologies.Count(from, to), options with { StateDirectory = broker.NewFolder() }))
        {
            await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: Partitions / 2);
        }
        await Application.Eventually(() => starts.Count == Partitions + (Partitions / 2), () => $"the tasks back; there were {starts.Count} starts");

        // Half of the tasks went and came back: they started twice. The others started once.
        starts.GroupBy(start => start.Task).Select(task => task.Count()).Order().ShouldBe([1, 1, 1, 2, 2, 2]);
    }

    [Fact]
    public async Task A_standby_takes_over_with_its_state()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        var options = Options with { NumStandbyReplicas = 1, StandbyPlanInterval = TimeSpan.FromMilliseconds(200) };
        using var reader = new TopicReader(broker, to);
        var (stays, starts) = New(from, to, options);
        await using var _ = stays;
        await stays.Streams.StartAsync(TestContext.Current.CancellationToken);
        await using (var leaves = await Application.RunAsync(broker, Topologies.Count(from, to), options with { StateDirectory = broker.NewFolder() }))
        {
            await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: Partitions / 2);
            broker.ProduceNumbers(from, records: 600, Partitions, Keys);
            reader.Read(600);
            await Application.Eventually(() => stays.Streams.StandbyTasks.Count == Partitions / 2, () => $"the standbys; there are {string.Join(", ", stays.Streams.StandbyTasks)}");
            starts.Clear();
        }
        await Application.Eventually(() => starts.Count == Partitions / 2, () => "the other's tasks");

        starts.ShouldAllBe(start => start.FoundStandby);
        broker.ProduceNumbers(from, records: 600, Partitions, Keys, from: 600);
        foreach (var key in reader.Read(1200).GroupBy(record => record.Key))
            key.Select(record => record.Number).ShouldBe(Enumerable.Range(1, 100).Select(n => (long)n));
    }

    [Fact]
    public async Task Partitions_are_read_in_step_and_what_waits_is_bounded()
    {
        var (left, right, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), await broker.NewTopicAsync());
        // Even seconds to the one and odd ones to the other; each far beyond what may wait.
        Produce(left, from: 0);
        Produce(right, from: 1);
        var topology = new Topology()
            .AddSource("left", [left], Serdes.String(), Serdes.String(), (in Record<string, string> record, long _) => long.Parse(record.Value, CultureInfo.InvariantCulture))
            .AddSource("right", [right], Serdes.String(), Serdes.String(), (in Record<string, string> record, long _) => long.Parse(record.Value, CultureInfo.InvariantCulture))
            .AddSink("out", to, Serdes.String(), Serdes.String(), null, "left", "right");

        await using var application = await Application.RunAsync(broker, topology, Options with { BufferedRecordsPerPartition = 20 });

        using var reader = new TopicReader(broker, to);
        reader.Read(10_000).Select(record => record.Text).ShouldBe(Enumerable.Range(0, 10_000).Select(n => n.ToString(CultureInfo.InvariantCulture)));

        void Produce(string topic, int from) => broker.Produce(topic, Enumerable.Range(0, 5000).Select(n => ("k", (string?)((2 * n) + from).ToString(CultureInfo.InvariantCulture), 0)));
    }

    private (Application Application, ConcurrentQueue<TaskStart> Starts) New(string from, string to, StreamsOptions options)
    {
        var application = Application.New(broker, Topologies.Count(from, to), options);
        var starts = new ConcurrentQueue<TaskStart>();
        application.Streams.TaskStarted += starts.Enqueue;
        return (application, starts);
    }
}
