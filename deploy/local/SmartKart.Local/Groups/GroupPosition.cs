using SmartKart.Kafka;

namespace SmartKart.Local.Groups;

/// <summary>How far a group is in one partition.</summary>
/// <param name="Partition">Which.</param>
/// <param name="Committed">The next offset to read, as the group committed it; null where it committed nothing.</param>
/// <param name="End">The offset that the partition's next record will have; null where the partition is gone.</param>
/// <param name="Member">Who reads it; null for nobody.</param>
internal sealed record GroupPosition(TopicPartition Partition, long? Committed, long? End, GroupMember? Member)
{
    /// <summary>How many offsets the group is behind; null where that is not known.</summary>
    public long? Lag => End - Committed is { } behind ? Math.Max(0, behind) : null;

    /// <summary>The positions of a group in all partitions of which it committed something or that a member reads.</summary>
    public static async Task<IReadOnlyList<GroupPosition>> ListAsync(KafkaAdmin admin, GroupDescription group, CancellationToken cancel)
    {
        var committed = (await admin.GroupOffsets.ListAsync(group.Id, cancellation: cancel)).Where(each => each.Error is null && each.Offset >= 0)
            .ToDictionary(each => each.Partition, each => each.Offset);
        var members = group.Members.SelectMany(member => member.Assignment.Select(partition => (partition, member))).ToLookup(each => each.partition, each => each.member);
        TopicPartition[] partitions =
        [
            .. committed.Keys.Union(members.Select(each => each.Key)).OrderBy(each => each.Topic, StringComparer.Ordinal).ThenBy(each => each.Partition),
        ];
        // A topic that was deleted has no end, and is no reason not to show the others.
        var ends = (await admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, cancellation: cancel)).Where(each => each.Error is null)
            .ToDictionary(each => each.Partition, each => each.Offset);
        return
        [
            .. partitions.Select(partition => new GroupPosition(
                partition, committed.TryGetValue(partition, out var offset) ? offset : null, ends.TryGetValue(partition, out var end) ? end : null,
                members[partition].FirstOrDefault())),
        ];
    }
}
