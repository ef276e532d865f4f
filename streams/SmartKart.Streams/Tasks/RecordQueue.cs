using SmartKart.Kafka;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Tasks;

/// <summary>
/// What came from one partition and waits to be processed. Its head is read (deserialized, and asked for its time) as soon as the task
/// looks at it, for the task chooses by time among its partitions.
/// </summary>
internal abstract class RecordQueue(TopicPartition partition)
{
    private long _end;
    private long _restoredOffset = -1;
    private long _committedOffset = -1;
    private long _lagRecords = -1;
    private long _lagSinceMs;

    /// <summary>The partition.</summary>
    public TopicPartition Partition { get; } = partition;

    /// <summary>The records that wait.</summary>
    public RecordBuffer Buffer { get; } = new();

    /// <summary>
    /// The latest time of a record of this partition that was processed, here or before a restart; -1 before the first. Not of one that
    /// was looked at and waits: it is committed with the offset, and must not be ahead of it.
    /// </summary>
    public long PartitionTimeMs { get; protected set; } = -1;

    /// <summary>The time of the head, once it was read.</summary>
    public long HeadTimestampMs { get; protected set; }

    /// <summary>Where to go on after what was processed or passed over: the offset to commit. Null before the first.</summary>
    public long? NextOffset { get; protected set; }

    /// <summary>Up to where it is committed, and queries see it; -1 before the first record. Any thread may look.</summary>
    public long CommittedOffset
    {
        get => Volatile.Read(ref _committedOffset);
        set => Volatile.Write(ref _committedOffset, value);
    }

    /// <summary>
    /// How far its task was behind when that was last measured: records up to the partition's end, -1 where that isn't known, and the time of the last
    /// that was taken. Any thread may look; the two may be of different measurements.
    /// </summary>
    public (long Records, long TimeMs) Lag
    {
        get => (Volatile.Read(ref _lagRecords), Volatile.Read(ref _lagSinceMs));
        set
        {
            Volatile.Write(ref _lagSinceMs, value.TimeMs);
            Volatile.Write(ref _lagRecords, value.Records);
        }
    }

    /// <summary>There is more to commit than what was processed: records that can't be read, or transactions' markers behind the last record.</summary>
    public bool HasPassedOver { get; set; }

    /// <summary>
    /// The partition ends at this offset: what lies between the last record and it is no record. The offset to commit goes past it, or a
    /// group that has read everything would seem to lag. So also where no record came at all: the owner before may have committed the last, and
    /// not what is behind it.
    /// </summary>
    public void ReachEnd(long offset)
    {
        _end = offset; // said once, and perhaps before the last record is processed
        HasPassedOver |= PassMarkers();
    }

    /// <summary>Takes up the partition where a commit left it.</summary>
    public void Restore(CommittedPlace committed) => (_restoredOffset, PartitionTimeMs) = (committed.Offset, committed.TimeMs);

    /// <summary>Goes past the markers, if nothing waits before them.</summary>
    protected bool PassMarkers()
    {
        if (Buffer.Count > 0 || Math.Max(NextOffset ?? _restoredOffset, 0) >= _end) return false;
        NextOffset = _end;
        return true;
    }

    /// <summary>Reads the head, passing over records that can't be read where the handler says so.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool PrepareHead();

    /// <summary>Processes the head, which was read, and lets go of it.</summary>
    public abstract void ProcessHead();
}

/// <summary>The queue of one partition whose records are of these types. Hot path: per record.</summary>
internal sealed class RecordQueue<K, V>(
    TopicPartition partition, SourceNode<K, V> source, TaskContext task, ISerde<K> keySerde, ISerde<V> valueSerde, TimestampExtractor<K, V>? timestamps)
    : RecordQueue(partition)
{
    private Record<K, V> _head;
    private bool _isHeadRead;

    public override bool PrepareHead()
    {
        while (!_isHeadRead && Buffer.Count > 0)
        {
            if (_isHeadRead = ReadHead()) break;
            PassOverHead();
            HasPassedOver = true;
        }
        return _isHeadRead;
    }

    public override void ProcessHead()
    {
        ref readonly var head = ref Buffer.Head;
        task.Record.Set(Partition, head);
        if (HeadTimestampMs > PartitionTimeMs) PartitionTimeMs = HeadTimestampMs;
        task.AdvanceStreamTime(HeadTimestampMs);
        var record = _head;
        source.Process(record);
        task.Record.Leave();
        PassOverHead();
    }

    private bool ReadHead()
    {
        ref readonly var head = ref Buffer.Head;
        try
        {
            var key = head.HasKey ? keySerde.Deserialize(head.Key.Span) : NullKey();
            _head = head.HasValue
                ? new Record<K, V>(key, valueSerde.Deserialize(head.Value.Span), head.TimestampMs, head.Headers)
                : Record<K, V>.Tombstone(key, head.TimestampMs, head.Headers);
            HeadTimestampMs = timestamps is null ? head.TimestampMs : timestamps(_head, PartitionTimeMs);
        }
        catch (Exception fault) when (TaskContext.IsOfProcessor(fault))
        {
            task.Record.Set(Partition, head);
            task.HandleDeserialization(source.Name, fault);
            return false;
        }
        if (HeadTimestampMs < 0)
        {
            task.Record.Set(Partition, head);
            task.DropForItsTime(source.Name, HeadTimestampMs, hasExtractor: timestamps is not null);
            return false;
        }
        if (timestamps is not null) _head = _head.WithTimestamp(HeadTimestampMs);
        return true;
    }

    private void PassOverHead()
    {
        NextOffset = Buffer.Head.Offset + 1;
        Buffer.RemoveHead();
        if (Buffer.Count == 0) PassMarkers();
        (_head, _isHeadRead) = (default, false);
    }

    private static K NullKey() => default(K) is null
        ? default! // K has a null, and the record has no key
        : throw new InvalidOperationException($"The record has no key, and {typeof(K)} has no null. Read it as {typeof(K)}?, or give the records keys.");
}
