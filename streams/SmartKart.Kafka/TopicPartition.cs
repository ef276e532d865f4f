namespace SmartKart.Kafka;

/// <summary>One partition of a topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">Its partition, from 0.</param>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Topic}[{Partition}]";

    /// <summary>A place in this partition.</summary>
    public TopicPartitionOffset At(long offset) => new(Topic, Partition, offset);
}

/// <summary>A place in a partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">Its partition, from 0.</param>
/// <param name="Offset">The offset of the record to read next, or one of <see cref="SmartKart.Kafka.Offset"/>.</param>
public readonly record struct TopicPartitionOffset(string Topic, int Partition, long Offset)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Topic}[{Partition}]@{Offset}";
}

/// <summary>Offsets that stand for a place rather than a record, by librdkafka's numbers.</summary>
public static class Offset
{
    /// <summary>The first record that the partition still has.</summary>
    public const long Beginning = -2;

    /// <summary>After the partition's last record.</summary>
    public const long End = -1;

    /// <summary>What the group committed, else <c>auto.offset.reset</c>.</summary>
    public const long Committed = -1000;

    /// <summary>There is none: nothing was committed, or read.</summary>
    public const long None = -1001;
}
