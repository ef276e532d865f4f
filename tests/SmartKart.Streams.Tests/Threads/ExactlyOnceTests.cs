using System.Collections.Concurrent;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

public sealed class ExactlyOnceTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Partitions = 4;
    private const int Keys = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private StreamsOptions Options => new()
    {
        ApplicationId = broker.NewName("app"),
        StateDirectory = broker.NewFolder(),
        ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
        CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    [Fact]
    public async Task A_thread_that_fails_is_replaced_and_each_record_still_counts_once()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        broker.ProduceNumbers(from, records: 400, Partitions, Keys);
        var failures = new ConcurrentDictionary<string, int>();
        var topology = Topologies.Count(from, to, record =>
        {
            // Each of these records fails the first time it is seen, in the midst of a transaction.
            if (record.Value is "77" or "211" or "350" && failures.TryAdd(record.Value, 1)) throw new InvalidOperationException($"Not {record.Value} yet.");
        });

        await using var application = await Application.StartAsync(broker, topology, Options);

        using var reader = new TopicReader(broker, to);
        CountShould.BeExact(reader.Read(400), 400);
        failures.Count.ShouldBe(3);
        application.Streams.State.ShouldNotBe(KafkaStreamsState.Error);
    }

    [Fact]
    public async Task A_zombie_is_fenced_by_the_next_life_of_its_process()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        broker.ProduceNumbers(from, records: 200, Partitions, Keys);
        var options = Options;
        await using var application = await Application.RunAsync(broker, Topologies.Count(from, to), options);
        using var reader = new TopicReader(broker, to);
        reader.Read(200);

        // Another producer takes the thread's transactional id, as the process would after a restart that its older life outlives.
        var processId = await File.ReadAllTextAsync(Path.Combine(options.StateDirectory!, options.ApplicationId, "process-id"), TestContext.Current.CancellationToken);
        using (var newer = BatchProducer.Open(broker.Kafka.With("transactional.id", $"{options.ApplicationId}-{processId}-1"))) newer.Transactions.Initialize(cancellation: TestContext.Current.CancellationToken);
        broker.ProduceNumbers(from, records: 200, Partitions, Keys, from: 200);

        CountShould.BeExact(reader.Read(400), 400);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task What_was_taken_back_behind_the_last_record_is_passed_by_an_instance_that_finds_nothing_else(int processed)
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        broker.ProduceNumbers(from, processed, partitions: 1, Keys);
        using var reader = new TopicReader(broker, to);
        if (processed > 0) await using (await Application.RunAsync(broker, Topologies.Count(from, to), options)) reader.Read(processed);
        using (var killed = BatchProducer.Open(broker.Kafka.With("transactional.id", broker.NewName("killed"))))
        {
            killed.Transactions.Initialize(cancellation: Stop);
            killed.Transactions.Begin();
            var batch = new ProducerBatch(from);
            batch.Add([], [1]);
            killed.Send(batch, Stop);
            killed.Flush(Stop);
            killed.Transactions.Abort(cancellation: Stop);
        }

        await using var again = await Application.RunAsync(broker, Topologies.Count(from, to), options);

        // Behind what was processed: the record that was taken back, and the marker that says so.
        long? committed = null;
        await Application.Eventually(
            async () => (committed = (await broker.Admin.GroupOffsets.ListAsync(options.ApplicationId, [new TopicPartition(from, 0)], Stop))[0].Offset) == processed + 2,
            () => $"{processed + 2} is committed; it is {committed}");
    }

    [Fact]
    public async Task Threads_that_come_and_go_lose_and_repeat_nothing()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        await using var application = await Application.RunAsync(broker, Topologies.Count(from, to), Options);
        for (var round = 0; round < 5; round++)
        {
            broker.ProduceNumbers(from, records: 200, Partitions, Keys, from: round * 200);
            if (round % 2 == 0) application.Streams.AddThread().ShouldNotBeNull();
            else await application.Streams.RemoveThreadAsync();
        }

        using var reader = new TopicReader(broker, to);
        CountShould.BeExact(reader.Read(1000), 1000);
    }

    [Fact]
    public async Task Two_instances_share_the_work_and_what_one_leaves_the_other_takes_up()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        var options = Options;
        using var reader = new TopicReader(broker, to);
        await using var first = await Application.RunAsync(broker, Topologies.Count(from, to), options);
        broker.ProduceNumbers(from, records: 300, Partitions, Keys);
        await using (var second = await Application.RunAsync(broker, Topologies.Count(from, to), options with { StateDirectory = broker.NewFolder() }))
        {
            await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: 2);
            broker.ProduceNumbers(from, records: 300, Partitions, Keys, from: 300);
            reader.Read(600);
        }
        broker.ProduceNumbers(from, records: 300, Partitions, Keys, from: 600);

        CountShould.BeExact(reader.Read(900), 900);
    }
}
