namespace SmartKart.Streams;

/// <summary>A value, and the time of the record that made it what it is.</summary>
/// <param name="Value">The value.</param>
/// <param name="TimestampMs">Milliseconds since 1970, UTC.</param>
public readonly record struct ValueAndTimestamp<V>(V Value, long TimestampMs);
