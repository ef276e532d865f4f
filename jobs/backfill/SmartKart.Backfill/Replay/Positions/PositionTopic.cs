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
    /// <exception cref="ReplayException">The record is no position.</exception>
    /// <exception cref="KafkaException">The broker refuses, or is silent.</exception>
    public ReplayPosition? Read(string source, CancellationToken cancellation)
    {
        var key = Encoding.UTF8.GetBytes(source);
        var position = default(ReplayPosition);
        PartitionSnapshot.Read(kafka, Partition, record =>
        {
            if (record.Key.SequenceEqual(key)) position = record.IsTombstone ? null : Parse(record);
        }, clock, cancellation);
        return position;
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
}
