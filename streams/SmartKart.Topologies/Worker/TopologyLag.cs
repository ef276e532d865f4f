using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Topologies.Worker;

/// <summary>How far a topology is behind, in one partition that it reads.</summary>
/// <param name="Partition">The partition: of a source topic, or of one of its own.</param>
/// <param name="Committed">The offset that it goes on from; null before its first commit there.</param>
/// <param name="Begin">The first offset that there is.</param>
/// <param name="End">Behind the last record that readers of committed records see.</param>
public sealed record PartitionLag(TopicPartition Partition, long? Committed, long Begin, long End)
{
    /// <summary>The latest time of a record that it has processed there, which is how far stream time has come; null before the first.</summary>
    public DateTimeOffset? ReachedAt { get; init; }

    /// <summary>Where it goes on: the first of the offsets that are still to be read.</summary>
    public long Next => Math.Max(Committed ?? Begin, Begin);

    /// <summary>Offsets that are still to be read; those of transactions' markers count, too.</summary>
    public long Records => Math.Max(0, End - Next);
}

/// <summary>Asks the cluster how far topologies are behind.</summary>
/// <param name="admin">The cluster's administrator.</param>
public sealed class TopologyLag(KafkaAdmin admin)
{
    private const string Internal = "-repartition";

    /// <summary>Reads the lag of every partition that an application reads, its own topics included.</summary>
    /// <param name="applicationId">The application.</param>
    /// <param name="sources">The topics that it reads.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <exception cref="KafkaException">The cluster doesn't answer, or a source isn't there.</exception>
    public async Task<IReadOnlyList<PartitionLag>> ReadAsync(string applicationId, IReadOnlyList<string> sources, CancellationToken cancel = default)
    {
        var own = (await admin.Topics.ListAsync(cancel)).Where(topic =>
            topic.StartsWith(applicationId + "-", StringComparison.Ordinal) && topic.EndsWith(Internal, StringComparison.Ordinal));
        var described = await admin.Topics.DescribeAsync([.. sources, .. own], cancel);
        TopicPartition[] partitions = [.. described.SelectMany(topic =>
            Enumerable.Range(0, topic.Value.Partitions.Count).Select(partition => new TopicPartition(topic.Value.Name, partition)))];
        if (partitions.Length == 0) return [];      // none of its topics exists yet
        // First how far it is, then how far there is to go: who is seen at the end of what it reads has written all that others are to read of it.
        var committed = await admin.GroupOffsets.ListAsync(applicationId, partitions, cancel);
        var begins = await admin.Offsets.ListAsync(partitions, OffsetSpec.Earliest, cancellation: cancel);
        var ends = await admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, committedOnly: true, cancel);
        begins.ThrowIfAnyFailed();
        ends.ThrowIfAnyFailed();
        var at = committed.Where(each => each.Error is null && each.Offset >= 0).ToDictionary(each => each.Partition);
        var begin = begins.ToDictionary(each => each.Partition, each => each.Offset);
        return [.. ends.Select(end => at.TryGetValue(end.Partition, out var commit)
            ? new PartitionLag(end.Partition, commit.Offset, begin[end.Partition], end.Offset) { ReachedAt = ReachedAt(commit) }
            : new PartitionLag(end.Partition, null, begin[end.Partition], end.Offset))];
    }

    private static DateTimeOffset? ReachedAt(PartitionResult commit) =>
        commit.Metadata is { Length: > 0 } metadata && PartitionTime.TryDecode(metadata, out var timeMs) && timeMs >= 0
            ? DateTimeOffset.FromUnixTimeMilliseconds(timeMs)
            : null;
}
