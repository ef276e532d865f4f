namespace SmartKart.Kafka;

/// <summary>A place in a partition to commit, with a note that comes back to whoever asks what was committed.</summary>
/// <param name="Place">The partition, and the next offset to read in it.</param>
/// <param name="Metadata">The note, at most 4,096 characters unless the broker is set otherwise; null or empty for none.</param>
public readonly record struct OffsetAndMetadata(TopicPartitionOffset Place, string? Metadata);
