using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>The partitions of one consumer: which it reads, and where it is in each. Same thread as the consumer.</summary>
public sealed unsafe class ConsumerPartitions
{
    private readonly NativeClient _client;

    internal ConsumerPartitions(NativeClient client) => _client = client;

    /// <summary>What the consumer reads now.</summary>
    public IReadOnlyList<TopicPartition> Assignment()
    {
        _client.ThrowIfError(ConsumerApi.Assignment(_client.Handle, out var native), "asking for the assignment");
        using var list = new PartitionList(native);
        return list.Partitions();
    }

    /// <summary>Reads these, without a group's say, each from its offset or from one of <see cref="Offset"/>.</summary>
    public void Assign(IEnumerable<TopicPartitionOffset> offsets)
    {
        using var list = new PartitionList(offsets);
        _client.ThrowIfError(ConsumerApi.Assign(_client.Handle, list.Native), "assigning partitions");
    }

    /// <summary>Where the consumer is: the offset after the last record it was given, or <see cref="Offset.None"/>.</summary>
    public IReadOnlyList<TopicPartitionOffset> Positions(IEnumerable<TopicPartition> partitions)
    {
        using var list = new PartitionList(partitions);
        _client.ThrowIfError(ConsumerApi.Position(_client.Handle, list.Native), "asking for positions");
        list.ThrowIfError("asking for the position in");
        return list.Offsets();
    }

    /// <summary>What the group committed, <see cref="Offset.None"/> where nothing.</summary>
    /// <param name="partitions">Of which.</param>
    /// <param name="timeout">How long to wait for the broker; 30 s unless given.</param>
    public IReadOnlyList<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> partitions, TimeSpan? timeout = null)
    {
        using var list = new PartitionList(partitions);
        _client.ThrowIfError(ConsumerApi.Committed(_client.Handle, list.Native, Milliseconds(timeout)), "asking for committed offsets");
        list.ThrowIfError("asking for the committed offset of");
        return list.Offsets();
    }

    /// <summary>Goes on from these offsets. Records of the partitions that wait in the queue are dropped.</summary>
    /// <param name="offsets">Where to go on; the partitions must be assigned.</param>
    /// <param name="timeout">How long to wait for it to take effect; 30 s unless given.</param>
    public void Seek(IEnumerable<TopicPartitionOffset> offsets, TimeSpan? timeout = null)
    {
        using var list = new PartitionList(offsets);
        KafkaErrors.ThrowIfError(ConsumerApi.Seek(_client.Handle, list.Native, Milliseconds(timeout)), "seeking");
        list.ThrowIfError("seeking in");
    }

    /// <summary>Reads no more of these until they are resumed. The consumer stays in its group as long as it goes on consuming.</summary>
    public void Pause(IEnumerable<TopicPartition> partitions)
    {
        using var list = new PartitionList(partitions);
        _client.ThrowIfError(ConsumerApi.Pause(_client.Handle, list.Native), "pausing");
        list.ThrowIfError("pausing");
    }

    /// <summary>Reads these on.</summary>
    public void Resume(IEnumerable<TopicPartition> partitions)
    {
        using var list = new PartitionList(partitions);
        _client.ThrowIfError(ConsumerApi.Resume(_client.Handle, list.Native), "resuming");
        list.ThrowIfError("resuming");
        FetchWakeUp.Of(_client, list.Partitions());
    }

    /// <summary>The first offset that a partition still has, and the one that its next record will have.</summary>
    /// <param name="partition">Of which.</param>
    /// <param name="timeout">How long to wait for the broker; 30 s unless given.</param>
    public (long Beginning, long End) Bounds(TopicPartition partition, TimeSpan? timeout = null)
    {
        var code = ConsumerApi.Watermarks(_client.Handle, partition.Topic, partition.Partition, out var low, out var high, Milliseconds(timeout));
        _client.ThrowIfError(code, $"asking for the bounds of {partition}");
        return (low, high);
    }

    /// <summary>The offset that a partition's next record will have, as the last fetch of it told; null before the first. Asks nobody.</summary>
    public long? KnownEnd(TopicPartition partition) =>
        ConsumerApi.KnownWatermarks(_client.Handle, partition.Topic, partition.Partition, out _, out var high) == 0 && high >= 0 ? high : null;

    /// <summary>Per partition the first offset whose record is of that time or later; <see cref="Offset.End"/> where there is none.</summary>
    /// <param name="partitions">Of which.</param>
    /// <param name="time">Since when.</param>
    /// <param name="timeout">How long to wait for the broker; 30 s unless given.</param>
    public IReadOnlyList<TopicPartitionOffset> OffsetsAt(IEnumerable<TopicPartition> partitions, DateTimeOffset time, TimeSpan? timeout = null)
    {
        using var list = new PartitionList(partitions.Select(each => each.At(time.ToUnixTimeMilliseconds())));
        _client.ThrowIfError(ConsumerApi.OffsetsForTimes(_client.Handle, list.Native, Milliseconds(timeout)), "asking for offsets by time");
        list.ThrowIfError("asking for the offset by time of");
        return list.Offsets();
    }

    private static int Milliseconds(TimeSpan? timeout) => (int)(timeout ?? BatchConsumer.DefaultTimeout).TotalMilliseconds;
}
