using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>One partition that a task of this thread reads: its queue, and where its consumer is. Owned by the thread.</summary>
internal sealed class InputPartition(RecordQueue queue)
{
    private long? _lastOffset;
    private long? _replayFrom; // what was taken since the last commit, or since it is read, is read again from here

    public TopicPartition Partition => queue.Partition;

    public RecordBuffer Buffer => queue.Buffer;

    /// <summary>The next offset to process; null before the first record.</summary>
    public long? NextOffset => queue.NextOffset;

    /// <summary>The latest time of a record that was processed; -1 before the first.</summary>
    public long PartitionTimeMs => queue.PartitionTimeMs;

    /// <summary>The consumer has no more records of it at the moment: the broker said so.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>It is paused because too many of its records wait.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The offset up to which records are committed; null where that is not known, for nothing came since it was assigned.</summary>
    public long? Committed => _replayFrom;

    /// <summary>The partition's time that was committed with it; null where nothing was committed since it was assigned.</summary>
    public long? CommittedTimeMs { get; private set; }

    /// <summary>Tells how many records are before the partition's end.</summary>
    public void MeasureLag(long records) => queue.Lag = (records, PartitionTimeMs);

    /// <summary>Takes a record in. Hot path.</summary>
    public void Add(in ConsumedRecord record)
    {
        var offset = record.Offset;
        if (_replayFrom is null)
        {
            _replayFrom = offset;
            queue.CommittedOffset = offset;
        }
        _lastOffset = offset;
        IsAtEnd = false;
        queue.Buffer.Add(offset, record.TimestampMs, record.Key, record.HasKey, record.Value, !record.IsTombstone, ReadHeaders(record));
    }

    /// <summary>The consumer came to the end, which is at this offset.</summary>
    public void EndReached(long offset)
    {
        if (_lastOffset is not null && offset <= _lastOffset) return; // of before the last record
        IsAtEnd = true;
        _replayFrom ??= offset;
        queue.ReachEnd(offset);
    }

    /// <summary>What was read up to there is committed, and the partition's time.</summary>
    public void CommittedUpTo(long offset) => (_replayFrom, CommittedTimeMs, queue.CommittedOffset) = (offset, PartitionTimeMs, offset);

    internal static Headers? ReadHeaders(in ConsumedRecord record)
    {
        List<Header>? headers = null;
        foreach (var header in record.Headers)
            (headers ??= []).Add(new Header(System.Text.Encoding.UTF8.GetString(header.Name), header.IsNull ? null : header.Value.ToArray()));
        return headers is null ? null : Headers.Of([.. headers]);
    }
}
