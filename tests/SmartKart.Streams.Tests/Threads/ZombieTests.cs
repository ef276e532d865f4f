using System.Collections.Concurrent;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

public sealed class ZombieTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Partitions = 2;
    private const int Keys = 10;

    [Theory]
    [InlineData(StreamsGroupProtocol.Consumer)]
    [InlineData(StreamsGroupProtocol.Classic)]
    public async Task A_thread_that_the_group_gave_up_on_takes_back_what_it_did_since(StreamsGroupProtocol protocol)
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2, CommitInterval = TimeSpan.FromMilliseconds(50),
            GroupProtocol = protocol,
        };
        // In the classic protocol members say how soon they are given up on, in the other the broker does.
        var impatient = protocol == StreamsGroupProtocol.Classic ? broker.Kafka.With("session.timeout.ms", "6000") : broker.Kafka;
        broker.ProduceNumbers(from, records: 300, Partitions, Keys);
        using var stuck = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var topology = Topologies.Count(from, to, record =>
        {
            if (record.Value != "150" || stuck.IsSet) return;
            stuck.Set();
            goOn.Wait(Application.Deadline);
        });
        // It polls too seldom, is out of the group, and learns that only when it goes on.
        await using var first = Application.New(broker, topology, options, impatient.With("max.poll.interval.ms", "6000"));
        await first.Streams.StartAsync(TestContext.Current.CancellationToken);
        await Application.Eventually(() => stuck.IsSet, () => "the thread stuck");
        var second = Application.New(broker, Topologies.Count(from, to), options with { StateDirectory = broker.NewFolder() }, impatient);
        await using var _ = second;
        var starts = new ConcurrentQueue<TaskStart>();
        second.Streams.TaskStarted += starts.Enqueue;
        await second.Streams.StartAsync(TestContext.Current.CancellationToken);

        await Application.Eventually(() => starts.Count == Partitions, () => "all tasks on the second");
        using var reader = new TopicReader(broker, to);
        CountShould.BeExact(reader.Read(300), 300);
        goOn.Set();
        await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: 1);
        broker.ProduceNumbers(from, records: 300, Partitions, Keys, from: 300);

        CountShould.BeExact(reader.Read(600), 600);
        first.Streams.State.ShouldNotBe(KafkaStreamsState.Error);
    }
}
