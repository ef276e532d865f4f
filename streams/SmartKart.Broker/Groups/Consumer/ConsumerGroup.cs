using System.Collections.Immutable;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>
/// A group of the consumer protocol (KIP-848): members report, the group decides. Its epoch rises with every change of members,
/// subscriptions or topics; a target assignment is computed for each epoch; and each member is led to its own target, one heartbeat at a
/// time (<see cref="Reconciliation"/>). All of it is in the offsets topic, so that members go on over a restart.
/// </summary>
internal sealed class ConsumerGroup(Group group, GroupContext context) : IMembership
{
    private readonly Dictionary<string, ConsumerMember> _members = [];
    private readonly Dictionary<string, ImmutableSortedSet<TopicIdPartition>> _targets = [];
    private readonly Dictionary<TopicIdPartition, string> _holders = [];
    private readonly Dictionary<string, MemberTimers> _timers = [];

    public string Id => group.Id;
    public Group Group => group;
    public GroupContext Context => context;
    public int Epoch { get; private set; }
    public int AssignmentEpoch { get; private set; }
    public IReadOnlyDictionary<string, ConsumerMember> Members => _members;

    /// <summary>The topics that the members read, as they were when the epoch last rose.</summary>
    public ImmutableSortedDictionary<string, SubscribedTopic> Topics { get; private set; } =
        ImmutableSortedDictionary.Create<string, SubscribedTopic>(StringComparer.Ordinal);

    /// <summary>Set when topics come, go or grow; the next heartbeat looks at what that means here.</summary>
    public bool TopicsMayHaveChanged { get; set; } = true;

    public string Type => "Consumer";
    public string ProtocolType => "consumer";
    public bool IsEmpty => _members.Count == 0;

    public string StateName =>
        IsEmpty ? "Empty"
        : Epoch > AssignmentEpoch ? "Assigning"
        : _members.Values.All(member => member.IsReconciledTo(AssignmentEpoch)) ? "Stable" : "Reconciling";

    public ConsumerMember? OfInstance(string instanceId) => _members.Values.FirstOrDefault(member => member.InstanceId == instanceId);

    public ImmutableSortedSet<TopicIdPartition> TargetOf(string memberId) => _targets.GetValueOrDefault(memberId, []);

    /// <summary>Whether a member has a partition, or has not yet let go of it.</summary>
    public bool IsHeld(TopicIdPartition partition) => _holders.ContainsKey(partition);

    /// <summary>Makes so what a record says.</summary>
    public void Apply(GroupRecord record)
    {
        var id = record.Key.Member;
        switch (record.Key.Type)
        {
            case RecordType.ConsumerGroupMetadata:
                Epoch = ((EpochValue?)record.Value)?.Epoch ?? Epoch;
                break;
            case RecordType.TargetAssignmentMetadata:
                AssignmentEpoch = ((EpochValue?)record.Value)?.Epoch ?? AssignmentEpoch;
                break;
            case RecordType.ConsumerGroupPartitionMetadata:
                Topics = Topics.Clear().AddRange((((PartitionMetadataValue?)record.Value)?.Topics ?? []).Select(topic =>
                    KeyValuePair.Create(topic.TopicName, new SubscribedTopic(topic.TopicName, topic.TopicId, topic.NumPartitions))));
                break;
            case RecordType.ConsumerGroupMemberMetadata when record.Value is MemberMetadataValue metadata:
                _members[id] = Known(id).With(metadata);
                break;
            case RecordType.ConsumerGroupMemberMetadata:
                Forget(id);
                break;
            case RecordType.TargetAssignmentMember when record.Value is TargetAssignmentValue target:
                _targets[id] = PartitionsOfTopic.ToSet(target.TopicPartitions);
                break;
            case RecordType.TargetAssignmentMember:
                _targets.Remove(id);
                break;
            case RecordType.CurrentMemberAssignment when record.Value is not null || _members.ContainsKey(id):
                Hold(Known(id), Known(id).With((CurrentAssignmentValue?)record.Value));
                break;
        }
    }

    /// <summary>Begins a member's session anew, and its time to give partitions up where it has to.</summary>
    public void KeepAlive(ConsumerMember member)
    {
        if (!_timers.TryGetValue(member.Id, out var timers)) _timers[member.Id] = timers = new MemberTimers(this, member.Id);
        timers.Session.Set(context.Options.ConsumerSessionTimeout);
        timers.AwaitRevocation(member);
    }

    /// <summary>Takes a member out; the others' next heartbeats share what it had.</summary>
    public ErrorCode Fence(ConsumerMember member, string reason)
    {
        List<GroupRecord> records = [.. TombstonesOf(member)];
        var topics = SubscribedTopics.Of(_members.Values.Where(other => other.Id != member.Id), context.Topics.All);
        if (!topics.SequenceEqual(Topics)) records.Add(TopicsRecord(topics));
        records.Add(EpochRecord(Epoch + 1));
        var fault = group.TryChange(records);
        if (fault == ErrorCode.None) GroupLog.MemberFenced(context.Logger, Id, member.Id, reason);
        return fault;
    }

    public GroupRecord EpochRecord(int epoch) => new(RecordKey.Of(RecordType.ConsumerGroupMetadata, Id), new EpochValue { Epoch = epoch });

    public GroupRecord AssignmentEpochRecord(int epoch) => new(RecordKey.Of(RecordType.TargetAssignmentMetadata, Id), new EpochValue { Epoch = epoch });

    public GroupRecord TargetRecord(string memberId, ImmutableSortedSet<TopicIdPartition> target) =>
        new(RecordKey.Of(RecordType.TargetAssignmentMember, Id, memberId), new TargetAssignmentValue { TopicPartitions = PartitionsOfTopic.From(target) });

    public GroupRecord MetadataRecord(ConsumerMember member) => new(RecordKey.Of(RecordType.ConsumerGroupMemberMetadata, Id, member.Id), member.ToMetadata());

    public GroupRecord AssignmentRecord(ConsumerMember member) => new(RecordKey.Of(RecordType.CurrentMemberAssignment, Id, member.Id), member.ToAssignment());

    public GroupRecord TopicsRecord(ImmutableSortedDictionary<string, SubscribedTopic> topics) => new(
        RecordKey.Of(RecordType.ConsumerGroupPartitionMetadata, Id), new PartitionMetadataValue
        {
            Topics = [.. topics.Values.Select(topic => new PartitionMetadataValue.TopicMetadata
            {
                TopicName = topic.Name, TopicId = topic.Id, NumPartitions = topic.Partitions,
            })],
        });

    public IEnumerable<GroupRecord> TombstonesOf(ConsumerMember member) =>
    [
        GroupRecord.Tombstone(RecordType.CurrentMemberAssignment, Id, member.Id),
        GroupRecord.Tombstone(RecordType.TargetAssignmentMember, Id, member.Id),
        GroupRecord.Tombstone(RecordType.ConsumerGroupMemberMetadata, Id, member.Id),
    ];

    public IEnumerable<GroupRecord> Tombstones() =>
    [
        .. _members.Values.SelectMany(TombstonesOf),
        GroupRecord.Tombstone(RecordType.TargetAssignmentMetadata, Id),
        GroupRecord.Tombstone(RecordType.ConsumerGroupPartitionMetadata, Id),
        GroupRecord.Tombstone(RecordType.ConsumerGroupMetadata, Id),
    ];

    public void Resume()
    {
        foreach (var member in _members.Values) KeepAlive(member);
    }

    public void Close(ErrorCode answer)
    {
        foreach (var timers in _timers.Values) timers.Dispose();
        _timers.Clear();
    }

    public bool IsSubscribedTo(string topic) => _members.Values.Any(member => SubscribedTopics.Includes(member, topic));

    public ErrorCode CheckOffsetCommit(Committer committer, bool isTransactional, short version, IEnumerable<TopicPartition> partitions)
    {
        var epoch = committer.GenerationOrEpoch;
        if (epoch < 0 && IsEmpty) return ErrorCode.None;
        if (!_members.TryGetValue(committer.MemberId, out var member)) return ErrorCode.UnknownMemberId;
        if (!isTransactional && version < 9) return ErrorCode.UnsupportedVersion;      // before, there was no error for a stale epoch
        // The answer with its newest epoch may be on its way to it: what it had before and still has is its own (KIP-1251).
        return epoch < member.Epoch && partitions.All(partition => IsOwnSince(member, partition, epoch)) ? ErrorCode.None : EpochFault(member, epoch);
    }

    public ErrorCode CheckOffsetFetch(string? memberId, int memberEpoch)
    {
        if (string.IsNullOrEmpty(memberId) && memberEpoch < 0) return ErrorCode.None;
        return memberId is not null && _members.TryGetValue(memberId, out var member) ? EpochFault(member, memberEpoch) : ErrorCode.UnknownMemberId;
    }

    public ErrorCode CheckOffsetDelete() => ErrorCode.None;

    public long? UnusedSince(long committedAtMs) => committedAtMs;

    private bool IsOwnSince(ConsumerMember member, TopicPartition partition, int epoch) => Topics.TryGetValue(partition.Topic, out var topic)
        && member.AssignmentEpochs.TryGetValue(new TopicIdPartition(topic.Id, partition.Partition), out var since) && since <= epoch;

    private static ErrorCode EpochFault(ConsumerMember member, int epoch) => epoch == member.Epoch ? ErrorCode.None : ErrorCode.StaleMemberEpoch;

    private ConsumerMember Known(string id) => _members.GetValueOrDefault(id) ?? new ConsumerMember(id);

    private void Hold(ConsumerMember before, ConsumerMember after)
    {
        foreach (var partition in before.Assigned.Union(before.Revoking))
            if (_holders.GetValueOrDefault(partition) == before.Id) _holders.Remove(partition);
        foreach (var partition in after.Assigned.Union(after.Revoking)) _holders[partition] = after.Id;
        _members[after.Id] = after;
    }

    private void Forget(string id)
    {
        if (!_members.TryGetValue(id, out var member)) return;
        Hold(member, member.With((CurrentAssignmentValue?)null));
        _members.Remove(id);
        if (_timers.Remove(id, out var timers)) timers.Dispose();
    }

    /// <summary>What a member has time for.</summary>
    private sealed class MemberTimers : IDisposable
    {
        private readonly GroupTimer _revocation;
        private readonly ConsumerGroup _group;
        private readonly string _memberId;
        private int? _awaitedEpoch;

        public MemberTimers(ConsumerGroup group, string memberId)
        {
            _group = group;
            _memberId = memberId;
            Session = new GroupTimer(group.Group.Gate, group.Context.Time, () => Expire("its session timed out"));
            _revocation = new GroupTimer(group.Group.Gate, group.Context.Time, () => Expire("it did not give partitions up in time"));
        }

        public GroupTimer Session { get; }

        /// <summary>Set once for an epoch: a member that goes on reporting but does not let go has no more time for it.</summary>
        public void AwaitRevocation(ConsumerMember member)
        {
            if (member.State != MemberState.UnrevokedPartitions || member.Epoch < 0)
            {
                _awaitedEpoch = null;
                _revocation.Clear();
            }
            else if (_awaitedEpoch != member.Epoch)
            {
                _awaitedEpoch = member.Epoch;
                _revocation.Set(member.RebalanceTimeout);
            }
        }

        public void Dispose()
        {
            Session.Dispose();
            _revocation.Dispose();
        }

        private void Expire(string reason)
        {
            if (!_group._members.TryGetValue(_memberId, out var member)) return;
            // What could not be written did not happen: try again later.
            if (_group.Fence(member, reason) != ErrorCode.None) Session.Set(_group.Context.Options.ConsumerSessionTimeout);
        }
    }
}
