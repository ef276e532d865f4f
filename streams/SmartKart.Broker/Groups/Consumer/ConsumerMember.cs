using System.Collections.Immutable;
using SmartKart.Broker.Groups.Records;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>A member of a consumer group as it stands; another takes its place when it changes.</summary>
internal sealed record ConsumerMember(string Id)
{
    /// <summary>The epoch of a member that has left, and of a static one that has left for now.</summary>
    public const int Left = -1, LeftForNow = -2;

    public string? InstanceId { get; init; }
    public string? RackId { get; init; }
    public string ClientId { get; init; } = "";
    public string ClientHost { get; init; } = "";
    public TimeSpan RebalanceTimeout { get; init; }
    public string? Assignor { get; init; }

    /// <summary>Topics by name, sorted.</summary>
    public IReadOnlyList<string> TopicNames { get; init; } = [];

    /// <summary>Topics by a pattern of their names; null for none.</summary>
    public string? TopicPattern { get; init; }

    /// <summary>The group epoch it has come to; 0 before its first.</summary>
    public int Epoch { get; init; }

    /// <summary>What it had before: a member that missed the last answer reports with this once more.</summary>
    public int PreviousEpoch { get; init; }

    public MemberState State { get; init; }
    public ImmutableSortedSet<TopicIdPartition> Assigned { get; init; } = [];

    /// <summary>Taken from it; until it says that it has let go, they are still its own.</summary>
    public ImmutableSortedSet<TopicIdPartition> Revoking { get; init; } = [];

    public bool IsReconciledTo(int epoch) => State == MemberState.Stable && Epoch == epoch;

    /// <summary>Whether both read the same topics by the same wish.</summary>
    public bool SubscribesLike(ConsumerMember other) => TopicPattern == other.TopicPattern && TopicNames.SequenceEqual(other.TopicNames);

    /// <summary>Whether nothing that is kept about who it is differs.</summary>
    public bool DescribesSame(ConsumerMember other) => SubscribesLike(other)
        && (InstanceId, RackId, ClientId, ClientHost, RebalanceTimeout, Assignor)
            == (other.InstanceId, other.RackId, other.ClientId, other.ClientHost, other.RebalanceTimeout, other.Assignor);

    public bool HoldsSame(ConsumerMember other) => (Epoch, PreviousEpoch, State) == (other.Epoch, other.PreviousEpoch, other.State)
        && Assigned.SetEquals(other.Assigned) && Revoking.SetEquals(other.Revoking);

    public ConsumerMember With(MemberMetadataValue saved) => this with
    {
        InstanceId = saved.InstanceId, RackId = saved.RackId, ClientId = saved.ClientId, ClientHost = saved.ClientHost,
        RebalanceTimeout = TimeSpan.FromMilliseconds(saved.RebalanceTimeoutMs), Assignor = saved.ServerAssignor,
        TopicNames = saved.SubscribedTopicNames, TopicPattern = string.IsNullOrEmpty(saved.SubscribedTopicRegex) ? null : saved.SubscribedTopicRegex,
    };

    public ConsumerMember With(CurrentAssignmentValue? saved) => saved is null
        ? this with { Epoch = Left, PreviousEpoch = Left, State = MemberState.Stable, Assigned = [], Revoking = [] }
        : this with
        {
            Epoch = saved.MemberEpoch, PreviousEpoch = saved.PreviousMemberEpoch, State = (MemberState)saved.State,
            Assigned = PartitionsOfTopic.ToSet(saved.AssignedPartitions), Revoking = PartitionsOfTopic.ToSet(saved.PartitionsPendingRevocation),
        };

    public MemberMetadataValue ToMetadata() => new()
    {
        InstanceId = InstanceId, RackId = RackId, ClientId = ClientId, ClientHost = ClientHost,
        RebalanceTimeoutMs = (int)RebalanceTimeout.TotalMilliseconds, ServerAssignor = Assignor,
        SubscribedTopicNames = [.. TopicNames], SubscribedTopicRegex = TopicPattern,
    };

    public CurrentAssignmentValue ToAssignment() => new()
    {
        MemberEpoch = Epoch, PreviousMemberEpoch = PreviousEpoch, State = (sbyte)State,
        AssignedPartitions = PartitionsOfTopic.From(Assigned), PartitionsPendingRevocation = PartitionsOfTopic.From(Revoking),
    };
}
