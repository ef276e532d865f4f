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

    /// <summary>
    /// Since which of its epochs it has each partition of both (KIP-1251). What it commits of a partition is its own work from that epoch
    /// on, also where its newest has not reached it yet.
    /// </summary>
    public ImmutableSortedDictionary<TopicIdPartition, int> AssignmentEpochs { get; init; } = ImmutableSortedDictionary<TopicIdPartition, int>.Empty;

    public bool IsReconciledTo(int epoch) => State == MemberState.Stable && Epoch == epoch;

    /// <summary>Whether both read the same topics by the same wish.</summary>
    public bool SubscribesLike(ConsumerMember other) => TopicPattern == other.TopicPattern && TopicNames.SequenceEqual(other.TopicNames);

    /// <summary>Whether nothing that is kept about who it is differs.</summary>
    public bool DescribesSame(ConsumerMember other) => SubscribesLike(other)
        && (InstanceId, RackId, ClientId, ClientHost, RebalanceTimeout, Assignor)
            == (other.InstanceId, other.RackId, other.ClientId, other.ClientHost, other.RebalanceTimeout, other.Assignor);

    public bool HoldsSame(ConsumerMember other) => (Epoch, PreviousEpoch, State) == (other.Epoch, other.PreviousEpoch, other.State)
        && Assigned.SetEquals(other.Assigned) && Revoking.SetEquals(other.Revoking) && AssignmentEpochs.SequenceEqual(other.AssignmentEpochs);

    /// <summary>Has these partitions from now on: what is new among them since its epoch of now.</summary>
    public ConsumerMember Holding(ImmutableSortedSet<TopicIdPartition> assigned, ImmutableSortedSet<TopicIdPartition> revoking) => this with
    {
        Assigned = assigned,
        Revoking = revoking,
        AssignmentEpochs = assigned.Union(revoking).ToImmutableSortedDictionary(each => each, each => AssignmentEpochs.GetValueOrDefault(each, Epoch)),
    };

    /// <summary>It began anew: what it did before counts no more.</summary>
    public ConsumerMember HoldingSinceNow() => (this with { AssignmentEpochs = AssignmentEpochs.Clear() }).Holding(Assigned, Revoking);

    public ConsumerMember With(MemberMetadataValue saved) => this with
    {
        InstanceId = saved.InstanceId, RackId = saved.RackId, ClientId = saved.ClientId, ClientHost = saved.ClientHost,
        RebalanceTimeout = TimeSpan.FromMilliseconds(saved.RebalanceTimeoutMs), Assignor = saved.ServerAssignor,
        TopicNames = saved.SubscribedTopicNames, TopicPattern = string.IsNullOrEmpty(saved.SubscribedTopicRegex) ? null : saved.SubscribedTopicRegex,
    };

    public ConsumerMember With(CurrentAssignmentValue? saved) => saved is null
        ? (this with { Epoch = Left, PreviousEpoch = Left, State = MemberState.Stable }).Holding([], [])
        : (this with
        {
            Epoch = saved.MemberEpoch, PreviousEpoch = saved.PreviousMemberEpoch, State = (MemberState)saved.State,
            AssignmentEpochs = PartitionsOfTopic.EpochsOf([.. saved.AssignedPartitions, .. saved.PartitionsPendingRevocation]),
        }).Holding(PartitionsOfTopic.ToSet(saved.AssignedPartitions), PartitionsOfTopic.ToSet(saved.PartitionsPendingRevocation));

    public MemberMetadataValue ToMetadata() => new()
    {
        InstanceId = InstanceId, RackId = RackId, ClientId = ClientId, ClientHost = ClientHost,
        RebalanceTimeoutMs = (int)RebalanceTimeout.TotalMilliseconds, ServerAssignor = Assignor,
        SubscribedTopicNames = [.. TopicNames], SubscribedTopicRegex = TopicPattern,
    };

    public CurrentAssignmentValue ToAssignment() => new()
    {
        MemberEpoch = Epoch, PreviousMemberEpoch = PreviousEpoch, State = (sbyte)State,
        AssignedPartitions = PartitionsOfTopic.From(Assigned, AssignmentEpochs), PartitionsPendingRevocation = PartitionsOfTopic.From(Revoking, AssignmentEpochs),
    };
}
