using System.Text;
using System.Text.Json;
using SmartKart.Kafka;

namespace SmartKart.Backfill.Replay.Positions;

/// <summary>
/// The topic that keeps how far each source was replayed: compacted, keyed by the source's id, one partition. A position is written in the transaction of the
/// events that it counts, so that the two can't disagree, however a replay ends.
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="admin">Its administrator.</param>
/// <param name="clock">Measures how long the broker was silent.</param>
internal sealed class PositionTopic(KafkaConfiguration kafka, KafkaAdmin admin, TimeProvider clock)
{
    /// <summary>Its name.</summary>
    public const string Name = "replay_progress";

    private const int BatchRecords = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);
    private static readonly TopicPartition Partition = new(Name, 0);

    /// <summary>Creates it, where it is missing.</summary>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string> { ["cleanup.policy"] = "compact" };
        var results = await admin.Topics.CreateAsync([new NewTopic(Name, Partitions: 1, Settings: settings)], cancellation: cancellation);
        AdminResult[] refused = [.. results.Where(result => result.Error is { } error && error.Code != KafkaErrorCode.TopicExists)];
        refused.ThrowIfAnyFailed();
    }

    /// <summary>Reads a source's position; none of its transactions may be open. Blocks its thread while it waits for records.</summary>
    /// <param name="source">The source's id.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Null where the source was never replayed.</returns>
    /// <exception cref="ReplayException">The record is no position, or the broker is silent.</exception>
    public ReplayPosition? Read(string source, CancellationToken cancellation)
    {
        var key = Encoding.UTF8.GetBytes(source);
        var position = default(ReplayPosition);
        using var consumer = BatchConsumer.Open(ConsumerSettings(), BatchRecords);
        consumer.Partitions.Assign([Partition.At(Offset.Beginning)]);
        var heard = clock.GetTimestamp();
        while (true)
        {
            using var batch = consumer.Consume(LongestWait, cancellation);
            if (batch.Count > 0) heard = clock.GetTimestamp();
            for (var at = 0; at < batch.Count; at++)
                if (batch[at].Key.SequenceEqual(key)) position = batch[at].IsTombstone ? null : Parse(batch[at]);
            if (batch.Ends.Count > 0) return position;
            if (clock.GetElapsedTime(heard) is var silence && silence > LongestSilence) throw ReplayException.Silent(Partition, 0, silence);
        }
    }

    /// <summary>Puts a position into a batch for the topic.</summary>
    public static void Append(ProducerBatch batch, string source, ReplayPosition position) => batch.Add(Encoding.UTF8.GetBytes(source), position.ToBytes());

    private static ReplayPosition Parse(ConsumedRecord record)
    {
        try
        {
            return ReplayPosition.Parse(record.Value);
        }
        catch (JsonException fault)
        {
            throw ReplayException.NoPosition(Partition, record.Offset, fault);
        }
    }

    // librdkafka wants a group's name also where none is joined; nothing is ever committed under this one.
    private KafkaConfiguration ConsumerSettings() => kafka
        .With("group.id", "smartkart-replay")
        .With("enable.auto.commit", "false")
        .With("enable.partition.eof", "true")
        .With("isolation.level", "read_committed")
        .With("auto.offset.reset", "error")
        .With("statistics.interval.ms", "0");
}
