using SmartKart.Kafka;

namespace SmartKart.Streams.Planning;

/// <summary>A member of the group, as far as the broker's assignor looks at it.</summary>
/// <param name="Id">Its member id.</param>
/// <param name="InstanceId">Its static name; null for none.</param>
/// <param name="ProcessId">The process that it belongs to.</param>
internal sealed record PlannedMember(string Id, string? InstanceId, string ProcessId);

/// <summary>
/// What the broker's <c>range</c> assignor would give to whom, were the group made up otherwise: neighbouring partitions of each topic,
/// static members first and by their names, the others by their ids (KIP-848, and Apache Kafka's RangeAssignor).
/// </summary>
internal static class RangePrediction
{
    /// <param name="members">The members; all read the same topics.</param>
    /// <param name="partitions">The topics, and how many partitions each has.</param>
    /// <returns>Per partition its member.</returns>
    public static IReadOnlyDictionary<TopicPartition, PlannedMember> Assign(IEnumerable<PlannedMember> members, IReadOnlyDictionary<string, int> partitions)
    {
        PlannedMember[] ordered = [.. members.OrderBy(member => member.InstanceId is null).ThenBy(member => member.InstanceId ?? member.Id, StringComparer.Ordinal)];
        var owners = new Dictionary<TopicPartition, PlannedMember>();
        if (ordered.Length == 0) return owners;
        foreach (var (topic, count) in partitions)
        {
            var (share, more) = Math.DivRem(count, ordered.Length);
            var next = 0;
            for (var at = 0; at < ordered.Length; at++)
                for (var end = next + share + (at < more ? 1 : 0); next < end; next++) owners[new TopicPartition(topic, next)] = ordered[at];
        }
        return owners;
    }

    /// <summary>The tasks that a process would come to run if others left: those it should keep a standby of.</summary>
    /// <param name="members">All members, those of the process included.</param>
    /// <param name="map">Who reads what.</param>
    /// <param name="processId">The process.</param>
    /// <param name="depth">How many other processes may leave at the same time, from 1.</param>
    public static IReadOnlySet<TaskId> Inherited(IReadOnlyList<PlannedMember> members, TaskMap map, string processId, int depth)
    {
        var counts = map.PartitionCounts;
        var inherited = new HashSet<TaskId>();
        string[] others = [.. members.Select(member => member.ProcessId).Where(each => each != processId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (var gone in Choices(others, Math.Min(depth, others.Length)))
            inherited.UnionWith(Own(Assign(members.Where(member => !gone.Contains(member.ProcessId)), counts), map, processId));
        inherited.ExceptWith(Owned(members, map, processId));
        return inherited;
    }

    /// <summary>The tasks that a process runs, or is about to: their members may still have to give them up.</summary>
    /// <param name="members">All members, those of the process included.</param>
    /// <param name="map">Who reads what.</param>
    /// <param name="processId">The process.</param>
    public static IReadOnlySet<TaskId> Owned(IReadOnlyList<PlannedMember> members, TaskMap map, string processId) =>
        Own(Assign(members, map.PartitionCounts), map, processId).ToHashSet();

    private static IEnumerable<TaskId> Own(IReadOnlyDictionary<TopicPartition, PlannedMember> owners, TaskMap map, string processId) =>
        owners.Where(owner => owner.Value.ProcessId == processId).Select(owner => map.TaskOf(owner.Key)).Distinct();

    // All ways to choose 1 to depth of them.
    private static IEnumerable<HashSet<string>> Choices(string[] all, int depth)
    {
        if (depth == 0) yield break;
        for (var first = 0; first < all.Length; first++)
        {
            yield return [all[first]];
            foreach (var rest in Choices(all[(first + 1)..], depth - 1)) yield return [all[first], .. rest];
        }
    }
}
