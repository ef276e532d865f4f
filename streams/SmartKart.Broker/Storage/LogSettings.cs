using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Storage;

/// <summary>How one partition's log is cut up, kept and cleaned. Kafka's topic settings, by Kafka's defaults unless said otherwise.</summary>
internal sealed record LogSettings
{
    public static LogSettings Default { get; } = new();

    /// <summary><c>segment.bytes</c>: a segment is closed before it would grow beyond. An append larger than this has a segment to itself.</summary>
    public int SegmentBytes { get; init; } = 1 << 30;

    /// <summary><c>segment.ms</c>: a segment is closed when a batch is that much newer than its first, by the batches' timestamps.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>retention.bytes</c>: the oldest segments go while the rest is at least this; null for no limit.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary><c>retention.ms</c>: a segment goes when its newest record is older; null for no limit.</summary>
    public TimeSpan? RetentionAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>cleanup.policy</c>.</summary>
    public CleanupPolicy Cleanup { get; init; } = CleanupPolicy.Delete;

    /// <summary><c>min.cleanable.dirty.ratio</c>: compaction waits until this share of the closed segments was never compacted, 0–1.</summary>
    public double MinCleanableRatio { get; init; } = 0.5;

    /// <summary><c>delete.retention.ms</c>: how long a tombstone stays after the first compaction that met it.</summary>
    public TimeSpan DeleteRetention { get; init; } = TimeSpan.FromDays(1);

    /// <summary><c>producer.id.expiration.ms</c>: a producer that has not sent for so long is forgotten by compaction; sequence and epoch go with its last batch.</summary>
    public TimeSpan ProducerExpiration { get; init; } = TimeSpan.FromDays(1);

    /// <summary><c>max.message.bytes</c>: the longest batch that is taken, header included.</summary>
    public int MaxBatchBytes { get; init; } = 1024 * 1024 + RecordBatch.LengthEnd;

    /// <summary><c>index.interval.bytes</c>: the indexes name a batch about every so many bytes.</summary>
    public int IndexIntervalBytes { get; init; } = 4096;

    /// <summary><c>message.timestamp.type=LogAppendTime</c>: batches are stamped with the time of their append.</summary>
    public bool StampsAppendTime { get; init; }

    /// <summary>Keys that one compaction remembers, about 60 bytes of memory each; what is beyond waits for the next.</summary>
    public int CompactionKeys { get; init; } = 1_000_000;

    public bool Compacts => (Cleanup & CleanupPolicy.Compact) != 0;
    public bool Deletes => (Cleanup & CleanupPolicy.Delete) != 0;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names it.</exception>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, RecordBatch.HeaderBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBatchBytes, RecordBatch.HeaderBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(IndexIntervalBytes, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinCleanableRatio, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MinCleanableRatio, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CompactionKeys, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SegmentAge, TimeSpan.Zero);
    }
}
