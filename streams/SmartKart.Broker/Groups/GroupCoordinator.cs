using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Groups.Classic;
using SmartKart.Broker.Groups.Consumer;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Groups;

/// <summary>
/// Finds groups and makes them, reads them back at start, and looks after what no member does: topics that go, offsets that expire,
/// transactions that end. Each group has a lock of its own; nothing here holds two.
/// </summary>
internal sealed class GroupCoordinator : ITransactionalOffsets, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Group> _groups = new();
    private readonly GroupContext _context;
    private readonly ITimer _sweep;
    private readonly Lock _topicsLock = new();         // guards what follows; group locks are taken inside it
    private Dictionary<string, Guid> _knownTopics;
    private volatile bool _isStopped;

    /// <summary>Reads all groups back from the offsets topic.</summary>
    /// <param name="topics">Which topics there are.</param>
    /// <param name="offsetsTopic">The only partition of <c>__consumer_offsets</c>.</param>
    /// <param name="options">How groups are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of rebalances, with their reasons.</param>
    /// <exception cref="CorruptLogException">The offsets topic holds what no coordinator wrote.</exception>
    public GroupCoordinator(ITopicView topics, Partition offsetsTopic, GroupOptions options, TimeProvider time, ILogger logger)
    {
        options.Check();
        _context = new GroupContext(new OffsetsTopic(offsetsTopic, time, logger), topics, options, time, logger);
        Replay();
        _knownTopics = topics.All.Values.ToDictionary(topic => topic.Name, topic => topic.Id);
        topics.Changed += OnTopicsChanged;
        _sweep = time.CreateTimer(_ => RemoveExpired(), null, options.OffsetsRetentionCheck, options.OffsetsRetentionCheck);
    }

    public GroupOptions Options => _context.Options;
    public ITopicView Topics => _context.Topics;
    public ILogger Logger => _context.Logger;
    public long NowMs => _context.NowMs;

    /// <summary>The ids of all groups, in no order.</summary>
    public IEnumerable<string> GroupIds => _groups.Keys;

    /// <summary>How many groups there are of each protocol in each state: Kafka's words, such as <c>Classic</c> and <c>Stable</c>.</summary>
    public IReadOnlyDictionary<(string Type, string State), int> StateCounts()
    {
        var counts = new Dictionary<(string, string), int>();
        foreach (var group in _groups.Values)
        {
            lock (group.Gate)
            {
                var key = (group.Membership.Type, group.Membership.StateName);
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }
        return counts;
    }

    /// <summary>Does something to a group under its lock.</summary>
    /// <param name="id">The group's id.</param>
    /// <param name="create">Whether to make it where there is none.</param>
    /// <param name="act">Told null where there is no such group.</param>
    /// <returns>What it returned, and a task that completes when what it rests on is durable: an answer waits for that.</returns>
    /// <exception cref="ObjectDisposedException">The broker is stopping.</exception>
    public (T Result, Task Durable) With<T>(string id, bool create, Func<Group?, T> act)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            var group = create ? GetOrMake(id) : _groups.GetValueOrDefault(id);
            if (group is null) return (act(null), Task.CompletedTask);
            lock (group.Gate)
            {
                if (!group.IsDead) return (act(group), group.Durable);
            }
        }
    }

    /// <summary>Makes a group without members one of the classic protocol; null where it has members of the other.</summary>
    public static ClassicGroup? AsClassic(Group group, out ErrorCode fault)
    {
        fault = ErrorCode.InconsistentGroupProtocol;
        if (group.Membership is ClassicGroup classic)
        {
            fault = ErrorCode.None;
            return classic;
        }
        if (!group.Membership.IsEmpty) return null;
        fault = group.TryChange([.. group.Membership.Tombstones()]);
        return group.Membership as ClassicGroup;
    }

    /// <summary>Makes a group without members one of the consumer protocol; null where it has members of the other, or could not be written.</summary>
    public static ConsumerGroup? AsConsumer(Group group, out ErrorCode fault)
    {
        fault = ErrorCode.GroupIdNotFound;
        if (group.Membership is ClassicGroup { IsEmpty: true } classic)
        {
            // Before its first generation nothing was written of its members.
            GroupRecord[] records = classic.Generation > 0 ? [.. classic.Tombstones()] : [];
            fault = group.TryChange([.. records, new GroupRecord(RecordKey.Of(RecordType.ConsumerGroupMetadata, group.Id), new EpochValue())]);
            return group.Membership as ConsumerGroup;
        }
        if (group.Membership is not ConsumerGroup consumer) return null;
        fault = ErrorCode.None;
        return consumer;
    }

    /// <summary>Deletes a group that has no members, with its offsets. Under its lock.</summary>
    public ErrorCode Delete(Group group)
    {
        if (!group.Membership.IsEmpty) return ErrorCode.NonEmptyGroup;
        var partitions = group.Offsets.Partitions.ToList();
        var fault = group.TryChange([.. partitions.Select(partition => GroupRecord.Tombstone(group.Id, partition)), .. group.Membership.Tombstones()]);
        if (fault != ErrorCode.None) return fault;
        Remove(group);
        GroupLog.Deleted(Logger, group.Id, partitions.Count);
        return ErrorCode.None;
    }

    /// <summary>
    /// Takes a group out that a restart would not find either, such as one that was made for a request that was then refused. Under its lock.
    /// </summary>
    public void RemoveIfVoid(Group group)
    {
        if (group.IsVoid && group.Membership is ClassicGroup { Generation: 0, Members.PendingCount: 0 }) Remove(group);
    }

    public void Complete(long producerId, bool committed)
    {
        foreach (var group in _groups.Values)
            lock (group.Gate) group.Offsets.Complete(producerId, committed);
    }

    /// <summary>Removes what has expired; called from time to time, and by tests.</summary>
    public void RemoveExpired()
    {
        foreach (var group in _groups.Values)
            lock (group.Gate)
                if (!group.IsDead) RemoveExpired(group);
    }

    /// <summary>Answers all who wait, and stops. The offsets topic is its owner's to close, afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        Topics.Changed -= OnTopicsChanged;
        await _sweep.DisposeAsync();
        foreach (var group in _groups.Values)
            lock (group.Gate)
                if (!group.IsDead) group.Die(ErrorCode.NotCoordinator);
    }

    private void Replay()
    {
        var began = _context.Time.GetTimestamp();
        _context.Log.Replay(
            (record, offset, producerId) => GetOrMake(record.Key.Group).Apply(record, offset, producerId),
            Complete);
        foreach (var group in _groups.Values)
        {
            lock (group.Gate)
            {
                if (group.IsVoid && group.Membership is ClassicGroup { Generation: 0 }) Remove(group);
                else group.Membership.Resume();
            }
        }
        GroupLog.Replayed(Logger, _groups.Count, _context.Time.GetElapsedTime(began).TotalMilliseconds);
    }

    private void RemoveExpired(Group group)
    {
        var expired = group.Offsets.Committed
            .Where(offset => !group.Membership.IsSubscribedTo(offset.Key.Topic) && !group.Offsets.IsPending(offset.Key)
                && offset.Value.HasExpired(group.Membership.UnusedSince(offset.Value.CommittedAtMs), NowMs, Options.OffsetsRetention))
            .Select(offset => offset.Key).ToList();
        if (expired.Count > 0 && TryForget(group, expired)) GroupLog.Expired(Logger, group.Id, expired.Count);
        // As in Kafka, a group goes when it has neither members nor offsets.
        if (!group.IsVoid || group.Membership is ClassicGroup { Members.PendingCount: > 0 }) return;
        if (group.TryChange([.. group.Membership.Tombstones()]) == ErrorCode.None) Remove(group);
    }

    private void OnTopicsChanged()
    {
        lock (_topicsLock)
        {
            var known = Topics.All.Values.ToDictionary(topic => topic.Name, topic => topic.Id);
            var gone = _knownTopics.Where(topic => known.GetValueOrDefault(topic.Key) != topic.Value).Select(topic => topic.Key).ToHashSet();
            _knownTopics = known;
            foreach (var group in _groups.Values)
            {
                lock (group.Gate)
                {
                    if (group.IsDead) continue;
                    if (group.Membership is ConsumerGroup consumer) consumer.TopicsMayHaveChanged = true;
                    var dropped = gone.Count == 0 ? [] : group.Offsets.Partitions.Where(partition => gone.Contains(partition.Topic)).ToList();
                    if (dropped.Count > 0 && TryForget(group, dropped)) GroupLog.DroppedWithTopics(Logger, group.Id, dropped.Count);
                }
            }
        }
    }

    private static bool TryForget(Group group, IEnumerable<TopicPartition> partitions) =>
        group.TryChange([.. partitions.Select(partition => GroupRecord.Tombstone(group.Id, partition))]) == ErrorCode.None;

    private Group GetOrMake(string id) => _groups.GetOrAdd(id, static (id, context) => new Group(id, context), _context);

    private void Remove(Group group)
    {
        group.Die(ErrorCode.NotCoordinator);
        _groups.TryRemove(KeyValuePair.Create(group.Id, group));
    }
}
