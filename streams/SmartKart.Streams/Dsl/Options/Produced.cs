using SmartKart.Streams.Processing;

namespace SmartKart.Streams;

/// <summary>How a topic is written. Null takes what is usual.</summary>
public sealed record Produced<K, V>
{
    /// <summary>Writes the keys.</summary>
    public ISerde<K>? KeySerde { get; init; }

    /// <summary>Writes the values.</summary>
    public ISerde<V>? ValueSerde { get; init; }

    /// <summary>Chooses the partition; null: by the key's hash, as Kafka's Java clients do.</summary>
    public StreamPartitioner<K, V>? Partitioner { get; init; }

    /// <summary>The sink's name.</summary>
    public string? Name { get; init; }
}

/// <summary>Makes <see cref="Produced{K, V}"/>.</summary>
public static class Produced
{
    /// <summary>Writes with these serdes.</summary>
    public static Produced<K, V> With<K, V>(ISerde<K> keySerde, ISerde<V> valueSerde) => new() { KeySerde = keySerde, ValueSerde = valueSerde };
}
