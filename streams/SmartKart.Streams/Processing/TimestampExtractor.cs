namespace SmartKart.Streams.Processing;

/// <summary>Tells when a record happened, where that is not the time it was produced with.</summary>
/// <param name="record">The record, with the time it was produced with; -1 where it has none.</param>
/// <param name="partitionTimeMs">The latest time seen of its partition so far; -1 before the first.</param>
/// <returns>Milliseconds since 1970, UTC. A negative time drops the record, and the drop is counted.</returns>
public delegate long TimestampExtractor<K, V>(in Record<K, V> record, long partitionTimeMs);
