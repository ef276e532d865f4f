using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// The last offset that a producer's acknowledged records reached, of the partitions that its owner asks about: how far a changelog goes
/// that it alone writes. Same thread as the producer. Hot path: per record.
/// </summary>
/// <remarks>
/// librdkafka reports a request's records one after the other, so a partition is looked up when it changes and not per record. An offset
/// is counted once the report was served: all are after <see cref="BatchProducer.Flush"/> and <see cref="ProducerTransactions.Commit"/>.
/// Records that an aborted transaction took back keep their offsets, and count. A transaction's marker, which has an offset too, does not.
/// </remarks>
public sealed unsafe class OffsetTracking
{
    private const int Untracked = -1;
    private readonly Dictionary<TopicPartition, int> _slots = [];
    private readonly Dictionary<(nint Topic, int Partition), int> _slotsOfReports = []; // by librdkafka's topic object, which lives as long as the producer
    private long[] _lastOffsets = [];
    private nint _topic;     // of the report before, and where it went
    private int _partition;
    private int _slot = Untracked;

    internal OffsetTracking() { }

    /// <summary>Records offsets of this partition from now on. Asked again, it gives the same slot.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="partition">The partition, from 0.</param>
    /// <returns>What <see cref="Last"/> knows the partition by.</returns>
    public int Track(string topic, int partition)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        var key = new TopicPartition(topic, partition);
        if (_slots.TryGetValue(key, out var known)) return known;
        var slot = _slots.Count;
        if (slot == _lastOffsets.Length) Array.Resize(ref _lastOffsets, Math.Max(4, 2 * slot));
        _lastOffsets[slot] = Offset.None;
        _slots[key] = slot;
        _slotsOfReports.Clear(); // it may hold the partition as one of no interest
        _topic = 0;
        return slot;
    }

    /// <summary>
    /// The highest offset of an acknowledged record, or <see cref="Offset.None"/> where none was acknowledged since the partition is
    /// tracked. With <c>acks=0</c>, and where the broker had forgotten that it held a record which was sent twice, an acknowledgement
    /// carries no offset; so this may lie below the truth, and never above.
    /// </summary>
    /// <param name="slot">The partition's, from <see cref="Track"/>.</param>
    public long Last(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, _slots.Count);
        return _lastOffsets[slot];
    }

    internal void Note(NativeMessage* message)
    {
        if (_slots.Count == 0) return;
        if (message->Topic != _topic || message->Partition != _partition) Find(message->Topic, message->Partition);
        // Several requests at a time may be answered out of order where the producer is not idempotent.
        if (_slot != Untracked && message->Offset > _lastOffsets[_slot]) _lastOffsets[_slot] = message->Offset;
    }

    private void Find(nint topic, int partition)
    {
        if (!_slotsOfReports.TryGetValue((topic, partition), out _slot))
        {
            var name = Marshal.PtrToStringUTF8((nint)ClientApi.TopicName(topic)) ?? "";
            _slot = _slots.GetValueOrDefault(new TopicPartition(name, partition), Untracked);
            _slotsOfReports[(topic, partition)] = _slot;
        }
        (_topic, _partition) = (topic, partition);
    }
}
