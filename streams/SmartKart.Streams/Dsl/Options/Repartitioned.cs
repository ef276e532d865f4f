using SmartKart.Streams.Processing;

namespace SmartKart.Streams;

/// <summary>How records are partitioned anew. Null takes what is usual.</summary>
public sealed record Repartitioned<K, V>
{
    /// <summary>Writes the keys.</summary>
    public ISerde<K>? KeySerde { get; init; }

    /// <summary>Writes the values.</summary>
    public ISerde<V>? ValueSerde { get; init; }

    /// <summary>Chooses the partition; null: by the key's hash.</summary>
    public StreamPartitioner<K, V>? Partitioner { get; init; }

    /// <summary>How many partitions the internal topic has; null: as many as the topics before it.</summary>
    public int? NumberOfPartitions { get; init; }

    /// <summary>The internal topic's name: <c>application-name-repartition</c>.</summary>
    public string? Name { get; init; }
}
