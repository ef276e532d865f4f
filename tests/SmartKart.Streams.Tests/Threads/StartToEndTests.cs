using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

public sealed class StartToEndTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private StreamsOptions Options => new() { ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), CommitInterval = TimeSpan.FromMilliseconds(100) };

    [Theory]
    [InlineData(ProcessingGuarantee.AtLeastOnce)]
    [InlineData(ProcessingGuarantee.ExactlyOnceV2)]
    public async Task What_goes_in_comes_out_once_with_its_key_and_time(ProcessingGuarantee guarantee)
    {
        var (from, to) = (await broker.NewTopicAsync(2), await broker.NewTopicAsync());
        broker.Produce(from, ("a", "one", 0), ("b", "two", 1), ("a", "three", 0));

        await using var application = await Application.RunAsync(broker, Topologies.Upper(from, to), Options with { ProcessingGuarantee = guarantee });

        using var reader = new TopicReader(broker, to);
        var records = reader.Read(3).OrderBy(record => record.TimestampMs).ToList();
        records.Select(record => (record.Key, record.Text, record.TimestampMs)).ShouldBe([("a", "ONE", 1000), ("b", "TWO", 2000), ("a", "THREE", 3000)]);
    }

    [Theory]
    [InlineData(ProcessingGuarantee.AtLeastOnce)]
    [InlineData(ProcessingGuarantee.ExactlyOnceV2)]
    public async Task A_graceful_stop_commits_and_the_next_start_goes_on_behind_it(ProcessingGuarantee guarantee)
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        var options = Options with { ProcessingGuarantee = guarantee, CommitInterval = TimeSpan.FromMinutes(10) };
        using var reader = new TopicReader(broker, to);
        broker.ProduceNumbers(from, records: 10, partitions: 1, keys: 3);

        await using (var first = await Application.RunAsync(broker, Topologies.Count(from, to), options))
        {
            await CommittedAsync(options.ApplicationId, from, none: true);
            await Application.Eventually(() => EndOf(to) >= 10, () => "10 records written");
        }
        (await CommittedAsync(options.ApplicationId, from)).ShouldBe(10);
        broker.ProduceNumbers(from, records: 2, partitions: 1, keys: 3, from: 10);
        await using var second = await Application.RunAsync(broker, Topologies.Count(from, to), options with { CommitInterval = TimeSpan.FromMilliseconds(50) });

        // 12 numbers over 3 keys: each key's count goes from 1 to 4, and no count comes twice, for the state came back.
        reader.Read(12).Select(record => (record.Key, record.Number)).Distinct().Count().ShouldBe(12);
        reader.Records.Max(record => record.Number).ShouldBe(4);
    }

    [Fact]
    public async Task Its_states_are_those_of_Kafka_Streams()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        var application = Application.New(broker, Topologies.Upper(from, to), Options);
        application.Streams.State.ShouldBe(KafkaStreamsState.Created);

        await application.Streams.StartAsync(TestContext.Current.CancellationToken);
        await application.Becomes(KafkaStreamsState.Running);
        await application.DisposeAsync();

        application.Changes.Select(change => change.New).ShouldBe(
            [KafkaStreamsState.Rebalancing, KafkaStreamsState.Running, KafkaStreamsState.PendingShutdown, KafkaStreamsState.NotRunning]);
        application.Streams.Completion.Status.ShouldBe(TaskStatus.RanToCompletion);
        await Should.ThrowAsync<StreamsStateException>(async () => await application.Streams.StartAsync());
    }

    private long EndOf(string topic)
    {
        using var probe = BatchConsumer.Open(broker.Kafka.With("group.id", "probe").With("isolation.level", "read_uncommitted"));
        return probe.Partitions.Bounds(new TopicPartition(topic, 0)).End;
    }

    private async Task<long> CommittedAsync(string group, string topic, bool none = false)
    {
        var committed = await broker.Admin.GroupOffsets.ListAsync(group, cancellation: TestContext.Current.CancellationToken);
        var found = committed.FirstOrDefault(each => each.Partition.Topic == topic);
        if (none) found.Partition.Topic.ShouldBeNull();
        return found.Offset;
    }
}
