using System.Globalization;
using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;
using SmartKart.Streams.Tests.Threads;

namespace SmartKart.Streams.Tests.Planning;

public sealed class RepartitionPurgeTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Partitions = 2;
    private const int Stuck = 0;
    private const int Free = 1;

    [Fact]
    public async Task Repartition_records_are_deleted_once_they_are_committed_and_not_before()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        using var released = new ManualResetEventSlim();
        var builder = new StreamBuilder();
        builder.Stream<string, string>(from)
            .Repartition(new Repartitioned<string, string> { Name = "anew" })
            .Peek((_, value) =>
            {
                if (value == "stop") released.Wait(Application.Deadline);
            })
            .GroupByKey()
            .Count(new Materialized<string, long> { CachingEnabled = false })
            .ToStream().To(to);
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            CommitInterval = TimeSpan.FromMilliseconds(50), RepartitionPurgeInterval = TimeSpan.FromSeconds(1), Threads = Partitions, // one for each partition
        };
        var anew = $"{options.ApplicationId}-anew-repartition";
        await using var application = await Application.RunAsync(broker, builder.Build(), options);
        using var reader = new TopicReader(broker, to);

        broker.Produce(from, [.. Records(Stuck, 100), .. Records(Free, 100)]);
        reader.Read(200);
        await IsEmpty(anew, Stuck);
        await IsEmpty(anew, Free);
        broker.Produce(from, [(KeyOf(Stuck), "stop", Stuck), .. Records(Stuck, 50), .. Records(Free, 100)]);
        reader.Read(300);
        await IsEmpty(anew, Free); // so all was looked at again, the other partition too

        using (var unread = new TopicReader(broker, anew, Partitions))
            unread.Read(51).Select(record => record.Text).ShouldBe(["stop", .. Enumerable.Range(0, 50).Select(n => $"{n}")]);
        released.Set();
        CountShould.BeExact(reader.Read(351), 351);
        await IsEmpty(anew, Stuck);
    }

    // It had records, and all are gone.
    private Task IsEmpty(string topic, int partition)
    {
        var bounds = (Beginning: -1L, End: 0L);
        return Application.Eventually(
            () => (bounds = Bounds(topic, partition)) is { End: > 0 } && bounds.Beginning == bounds.End,
            () => $"{topic}[{partition}] empty; it goes from {bounds.Beginning} to {bounds.End}");
    }

    private (long Beginning, long End) Bounds(string topic, int partition)
    {
        using var probe = BatchConsumer.Open(broker.Kafka.With("group.id", "probe"));
        return probe.Partitions.Bounds(new TopicPartition(topic, partition));
    }

    private static IEnumerable<(string Key, string? Value, int Partition)> Records(int partition, int records) =>
        Enumerable.Range(0, records).Select(n => (KeyOf(partition), (string?)n.ToString(CultureInfo.InvariantCulture), partition));

    // A key that stays in its partition when it is partitioned anew.
    private static string KeyOf(int partition) => Enumerable.Range(0, 100).Select(n => $"key-{n}")
        .First(key => Murmur2.PartitionOf(Encoding.UTF8.GetBytes(key), Partitions) == partition);
}
