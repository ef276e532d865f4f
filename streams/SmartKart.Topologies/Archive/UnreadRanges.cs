using SmartKart.Kafka;

namespace SmartKart.Topologies.Archive;

/// <summary>How far a topic's partitions are read, of what was there when it began. Hot path: per record.</summary>
internal sealed class UnreadRanges
{
    private readonly Dictionary<int, OffsetRange> _unread;      // from where each goes on, to where it ends
    private readonly Dictionary<int, OffsetRange> _run = [];    // what was read since the last run

    public UnreadRanges(IReadOnlyList<OffsetRange> ranges) => _unread = ranges.ToDictionary(range => range.Partition);

    /// <summary>Whether all was read.</summary>
    public bool IsEmpty => _unread.Count == 0;

    /// <summary>A partition that isn't at its end.</summary>
    public OffsetRange First => _unread.Values.First();

    /// <summary>Takes note of a record.</summary>
    /// <returns>Whether it is one of those that were there.</returns>
    public bool Take(int partition, long offset)
    {
        if (!_unread.TryGetValue(partition, out var range)) return false;
        var isWithin = offset < range.To;
        Read(range, isWithin ? offset + 1 : range.To);
        return isWithin;
    }

    /// <summary>Takes note of a partition's end, behind what is no record, such as a transaction's marker.</summary>
    public void TakeEnd(TopicPartitionOffset end)
    {
        if (_unread.TryGetValue(end.Partition, out var range) && end.Offset >= range.To) Read(range, range.To);
    }

    /// <summary>What was read since the last call, by partition.</summary>
    public IReadOnlyList<OffsetRange> EndRun()
    {
        OffsetRange[] ranges = [.. _run.Values.OrderBy(range => range.Partition)];
        _run.Clear();
        return ranges;
    }

    private void Read(OffsetRange range, long to)
    {
        _run[range.Partition] = _run.TryGetValue(range.Partition, out var run) ? run with { To = to } : range with { To = to };
        if (to == range.To) _unread.Remove(range.Partition);
        else _unread[range.Partition] = range with { From = to };
    }
}
