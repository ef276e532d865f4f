using SmartKart.Kafka;

namespace SmartKart.Streams.Tasks;

/// <summary>
/// The queues of one task. The next record is the earliest by time of their heads, so that partitions are processed in step; among
/// equals, that of the partition named first. Hot path: asked per record, and a task has few queues.
/// </summary>
internal sealed class PartitionGroup(IReadOnlyList<RecordQueue> queues)
{
    private readonly RecordQueue[] _queues = [.. queues];

    public IReadOnlyList<RecordQueue> Queues => _queues;

    /// <summary>The queue whose head comes next; null where nothing waits.</summary>
    public RecordQueue? Next()
    {
        RecordQueue? next = null;
        foreach (var queue in _queues)
            if (queue.PrepareHead() && (next is null || queue.HeadTimestampMs < next.HeadTimestampMs)) next = queue;
        return next;
    }

    /// <summary>Whether each partition has a record that waits: then the next is surely the earliest there will be.</summary>
    public bool AllHaveRecords()
    {
        foreach (var queue in _queues)
            if (queue.Buffer.Count == 0) return false;
        return true;
    }

    /// <summary>How many records wait.</summary>
    public int BufferedRecords()
    {
        var count = 0;
        foreach (var queue in _queues) count += queue.Buffer.Count;
        return count;
    }

    /// <summary>The queue of a partition; null where it is not this task's.</summary>
    public RecordQueue? QueueOf(TopicPartition partition)
    {
        foreach (var queue in _queues)
            if (queue.Partition == partition) return queue;
        return null;
    }
}
