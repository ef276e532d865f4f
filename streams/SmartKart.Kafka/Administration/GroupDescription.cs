using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>What a group does at the moment, by librdkafka's numbers.</summary>
public enum GroupState
{
    /// <summary>A state that librdkafka does not know, such as the consumer protocol's assigning and reconciling.</summary>
    Unknown = 0,

    /// <summary>Its members are to join anew.</summary>
    PreparingRebalance = 1,

    /// <summary>Its members wait for their partitions.</summary>
    CompletingRebalance = 2,

    /// <summary>Each member has its partitions.</summary>
    Stable = 3,

    /// <summary>It is being removed, or does not exist.</summary>
    Dead = 4,

    /// <summary>It has no members; what it committed is kept.</summary>
    Empty = 5,
}

/// <summary>By which protocol a group works, by librdkafka's numbers.</summary>
public enum GroupProtocol
{
    /// <summary>The broker does not say.</summary>
    Unknown = 0,

    /// <summary>The broker assigns (KIP-848).</summary>
    Consumer = 1,

    /// <summary>A member assigns, and all stop for it.</summary>
    Classic = 2,
}

/// <summary>A group in a list.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Protocol">By which it works.</param>
/// <param name="State">What it does.</param>
/// <param name="IsSimple">It only keeps offsets: nobody joined it.</param>
public sealed record GroupListing(string Id, GroupProtocol Protocol, GroupState State, bool IsSimple)
{
    internal static GroupListing Read(nint group) => new(
        Answers.Text(GroupAdminApi.ListedId(group)), (GroupProtocol)GroupAdminApi.ListedType(group), (GroupState)GroupAdminApi.ListedState(group),
        GroupAdminApi.ListedIsSimple(group) != 0);
}

/// <summary>A group.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Protocol">By which it works.</param>
/// <param name="State">What it does.</param>
/// <param name="Assignor">How its partitions are divided, by Kafka's names; null where nobody has joined.</param>
/// <param name="Coordinator">The broker that keeps it; null where there is none at the moment.</param>
/// <param name="Members">Who is in it.</param>
public sealed record GroupDescription(
    string Id, GroupProtocol Protocol, GroupState State, string? Assignor, BrokerNode? Coordinator, IReadOnlyList<GroupMember> Members)
{
    internal static GroupDescription Read(nint group)
    {
        var members = new GroupMember[(int)GroupAdminApi.MemberCount(group)];
        for (var at = 0; at < members.Length; at++) members[at] = GroupMember.Read(GroupAdminApi.Member(group, (nuint)at));
        return new GroupDescription(
            Answers.Text(GroupAdminApi.Id(group)), (GroupProtocol)GroupAdminApi.Type(group), (GroupState)GroupAdminApi.State(group),
            Answers.TextOrNull(GroupAdminApi.Assignor(group)), BrokerNode.ReadOrNull(GroupAdminApi.Coordinator(group)), members);
    }
}

/// <summary>A member of a group.</summary>
/// <param name="Id">Its member id.</param>
/// <param name="InstanceId">Its <c>group.instance.id</c>; null for one that is no static member.</param>
/// <param name="ClientId">What it calls itself.</param>
/// <param name="Host">Where it connects from.</param>
/// <param name="Assignment">What it reads.</param>
/// <param name="TargetAssignment">What it is to read once it has given up what it must; null under the classic protocol.</param>
public sealed record GroupMember(
    string Id, string? InstanceId, string ClientId, string Host, IReadOnlyList<TopicPartition> Assignment, IReadOnlyList<TopicPartition>? TargetAssignment)
{
    internal static GroupMember Read(nint member) => new(
        Answers.Text(GroupAdminApi.MemberId(member)), Answers.TextOrNull(GroupAdminApi.InstanceId(member)), Answers.Text(GroupAdminApi.ClientId(member)),
        Answers.Text(GroupAdminApi.Host(member)), Partitions(GroupAdminApi.Assignment(member)) ?? [], Partitions(GroupAdminApi.TargetAssignment(member)));

    private static unsafe TopicPartition[]? Partitions(nint assignment)
    {
        if (assignment == 0) return null;
        var list = GroupAdminApi.AssignedPartitions(assignment);
        return list == null ? null : PartitionList.Partitions(list);
    }
}
