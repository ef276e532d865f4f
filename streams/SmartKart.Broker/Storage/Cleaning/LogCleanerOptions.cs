namespace SmartKart.Broker.Storage;

/// <summary>How often the log's housekeeping looks; Kafka's defaults unless said otherwise.</summary>
public sealed record LogCleanerOptions
{
    /// <summary><c>log.retention.check.interval.ms</c>: old segments go, damaged indexes are made again.</summary>
    public TimeSpan RetentionCheck { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>log.cleaner.backoff.ms</c>: whether a log is dirty enough to be compacted.</summary>
    public TimeSpan CompactionCheck { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><c>log.flush.offset.checkpoint.interval.ms</c>: how much a start after a crash reads at most.</summary>
    public TimeSpan Checkpoint { get; init; } = TimeSpan.FromMinutes(1);
}
