using System.Collections.Immutable;

namespace SmartKart.Broker.Groups.Assignors;

/// <summary>Says which member of a consumer group shall have which partitions. Knows nothing and keeps nothing: same question, same answer.</summary>
internal interface IAssignor
{
    /// <summary>What members ask for it by.</summary>
    string Name { get; }

    /// <param name="members">Who there is, in any order.</param>
    /// <param name="partitions">How many partitions each topic has; every topic that a member reads is in it.</param>
    /// <returns>Each member's partitions: every partition of a topic that is read is with exactly one member that reads it.</returns>
    IReadOnlyDictionary<string, ImmutableSortedSet<TopicIdPartition>> Assign(IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<Guid, int> partitions);
}

/// <summary>A member, as an assignor sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="InstanceId">Of a static member: what stays when it starts again.</param>
/// <param name="Topics">What it reads.</param>
/// <param name="Current">What it was to have so far.</param>
internal sealed record AssignorMember(string Id, string? InstanceId, IReadOnlySet<Guid> Topics, ImmutableSortedSet<TopicIdPartition> Current);
