namespace SmartKart.Streams;

/// <summary>How a stream is joined with a table. Null takes what is usual.</summary>
public sealed record Joined<K, V, VO>
{
    /// <summary>Writes the keys, if the stream must be partitioned anew.</summary>
    public ISerde<K>? KeySerde { get; init; }

    /// <summary>Writes the stream's values.</summary>
    public ISerde<V>? ValueSerde { get; init; }

    /// <summary>Writes the other side's values.</summary>
    public ISerde<VO>? OtherValueSerde { get; init; }

    /// <summary>The join's name, and the internal topic's.</summary>
    public string? Name { get; init; }
}

/// <summary>Makes <see cref="Joined{K, V, VO}"/>.</summary>
public static class Joined
{
    /// <summary>Joins with these serdes.</summary>
    public static Joined<K, V, VO> With<K, V, VO>(ISerde<K>? keySerde, ISerde<V>? valueSerde, ISerde<VO>? otherValueSerde = null, string? name = null) =>
        new() { KeySerde = keySerde, ValueSerde = valueSerde, OtherValueSerde = otherValueSerde, Name = name };
}
