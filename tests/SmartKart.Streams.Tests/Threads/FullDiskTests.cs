using System.Globalization;
using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;
using SmartKart.Streams.Tests.State.Persistent;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>
/// The disk under an application's stores fills up: the application stops and says where, and when there is space again goes on as if
/// nothing had been.
/// </summary>
public sealed class FullDiskTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Keys = 2_000, ValueBytes = 30_000, Rounds = 2;

    [Fact]
    public async Task A_full_disk_stops_the_application_by_name_and_once_there_is_space_each_record_has_counted_once()
    {
        using var disk = SmallDisk.Mount(broker.NewFolder(), kilobytes: 320_000);
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[318_000_000], TestContext.Current.CancellationToken);
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"),
            StateDirectory = Path.Combine(disk.Path, "state"),
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            ThreadReplacementLimit = 1,
            StateStoreCacheMaxBytes = 4_000_000,      // many commits, so that one meets what the one before it left
        };
        Produce(from);

        await using (var application = await Application.StartAsync(broker, Longest(from, to), options))
        {
            await application.Becomes(KafkaStreamsState.Error);
            var fault = await Should.ThrowAsync<StateStoreException>(async () => await application.Streams.Completion);
            fault.Message.ShouldContain("Make space on that disk");
            fault.Message.ShouldContain(disk.Path);
        }

        File.Delete(ballast);
        using var reader = new TopicReader(broker, to);
        await using var again = await Application.StartAsync(broker, Longest(from, to), options);
        var counts = reader.ReadUntil(records => records.Count >= Keys * Rounds, "a count for each record");
        counts.GroupBy(each => each.Key, each => int.Parse(each.Text!, CultureInfo.InvariantCulture))
            .ShouldAllBe(key => key.SequenceEqual(Enumerable.Range(1, Rounds)));
    }

    // The store keeps each key's last value with its count before it: 60 MB, more than RocksDB holds in memory.
    private static Topology Longest(string from, string to)
    {
        var builder = new StreamBuilder();
        builder.Stream<string, byte[]>(from).GroupByKey()
            .Aggregate(() => Array.Empty<byte>(), (_, value, state) => [(byte)((state.Length == 0 ? 0 : state[0]) + 1), .. value],
                Materialized.As<string, byte[]>("last") with { CachingEnabled = false })
            .ToStream().MapValues(state => $"{state[0]}").To(to);
        return builder.Build();
    }

    private void Produce(string topic)
    {
        var random = new Random(1);
        using var producer = BatchProducer.Open(broker.Kafka);
        var batch = new ProducerBatch(topic);
        var value = new byte[ValueBytes];
        for (var at = 0; at < Keys * Rounds; at++)
        {
            random.NextBytes(value);
            batch.Add(Encoding.UTF8.GetBytes($"key {at % Keys}"), value, timestampMs: 1_000 + at);
            if (batch.SizeBytes > 1_000_000) producer.Send(batch);
        }
        producer.Send(batch);
        producer.Flush();
    }
}
