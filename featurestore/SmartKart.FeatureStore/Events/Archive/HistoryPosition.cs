namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>Where an event's record stands in its topic: the columns <c>kafka_partition</c> and <c>kafka_offset</c> of its history.</summary>
/// <param name="Partition">The partition, from 0.</param>
/// <param name="Offset">The offset in it, from 0.</param>
public readonly record struct HistoryPosition(int Partition, long Offset);
