using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Groups.Offsets;

/// <summary>A group's offsets: those that count, and those that wait for the end of the transactions that commit them. Used under the group's lock.</summary>
internal sealed class CommittedOffsets
{
    private readonly Dictionary<TopicPartition, CommittedOffset> _committed = [];
    private readonly Dictionary<long, Dictionary<TopicPartition, CommittedOffset>> _pending = [];      // by producer

    /// <summary>The offsets that count.</summary>
    public IReadOnlyDictionary<TopicPartition, CommittedOffset> Committed => _committed;

    /// <summary>Every partition with an offset that counts or waits.</summary>
    public IEnumerable<TopicPartition> Partitions => _committed.Keys.Concat(_pending.Values.SelectMany(offsets => offsets.Keys)).Distinct();

    public bool IsEmpty => _committed.Count == 0 && _pending.Count == 0;

    /// <summary>Whether the partition's offset may change when an open transaction ends.</summary>
    public bool IsPending(TopicPartition partition) => _pending.Values.Any(offsets => offsets.ContainsKey(partition));

    /// <summary>Makes so what a record says.</summary>
    public void Apply(TopicPartition partition, OffsetCommitValue? value, long recordOffset, long producerId)
    {
        if (value is null) Forget(partition);
        else if (producerId < 0) _committed[partition] = CommittedOffset.From(value, recordOffset);
        else Staged(producerId)[partition] = CommittedOffset.From(value, recordOffset);
    }

    /// <summary>A producer's transaction has ended: what it staged counts, or never was.</summary>
    public void Complete(long producerId, bool committed)
    {
        if (!_pending.Remove(producerId, out var staged) || !committed) return;
        foreach (var (partition, offset) in staged)
        {
            // A commit outside of the transaction that came after it stands: it is the later word.
            if (!_committed.TryGetValue(partition, out var standing) || standing.RecordOffset < offset.RecordOffset) _committed[partition] = offset;
        }
    }

    private void Forget(TopicPartition partition)
    {
        _committed.Remove(partition);
        foreach (var (producerId, staged) in _pending)
            if (staged.Remove(partition) && staged.Count == 0) _pending.Remove(producerId);
    }

    private Dictionary<TopicPartition, CommittedOffset> Staged(long producerId)
    {
        if (!_pending.TryGetValue(producerId, out var staged)) _pending[producerId] = staged = [];
        return staged;
    }
}
