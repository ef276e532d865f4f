namespace SmartKart.Streams;

/// <summary>Where the record that is being processed came from.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition, from 0.</param>
/// <param name="Offset">Its offset.</param>
public readonly record struct RecordMetadata(string Topic, int Partition, long Offset);
