using SmartKart.Streams.Processing;

namespace SmartKart.Streams;

/// <summary>How a topic is read. Null takes what is usual.</summary>
public sealed record Consumed<K, V>
{
    /// <summary>Reads the keys.</summary>
    public ISerde<K>? KeySerde { get; init; }

    /// <summary>Reads the values.</summary>
    public ISerde<V>? ValueSerde { get; init; }

    /// <summary>Tells when a record happened; null: when its producer said.</summary>
    public TimestampExtractor<K, V>? TimestampExtractor { get; init; }

    /// <summary>Where to begin; null: as the application is set.</summary>
    public AutoOffsetReset? OffsetReset { get; init; }

    /// <summary>The source's name.</summary>
    public string? Name { get; init; }
}

/// <summary>Makes <see cref="Consumed{K, V}"/>.</summary>
public static class Consumed
{
    /// <summary>Reads with these serdes.</summary>
    public static Consumed<K, V> With<K, V>(ISerde<K> keySerde, ISerde<V> valueSerde) => new() { KeySerde = keySerde, ValueSerde = valueSerde };
}
