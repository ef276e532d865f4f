namespace SmartKart.Streams;

/// <summary>How two streams are joined. Null takes what is usual.</summary>
public sealed record StreamJoined<K, V, VO>
{
    /// <summary>Writes the keys.</summary>
    public ISerde<K>? KeySerde { get; init; }

    /// <summary>Writes this side's values.</summary>
    public ISerde<V>? ValueSerde { get; init; }

    /// <summary>Writes the other side's values.</summary>
    public ISerde<VO>? OtherValueSerde { get; init; }

    /// <summary>The join's name, and the internal topics'.</summary>
    public string? Name { get; init; }

    /// <summary>The name that the join's stores begin with; null gives them numbers.</summary>
    public string? StoreName { get; init; }

    /// <summary>Keep the windows in memory alone, rather than on disk.</summary>
    public bool InMemory { get; init; }

    /// <summary>Whether the windows have changelogs, so that another machine can take over.</summary>
    public bool LoggingEnabled { get; init; } = true;
}

/// <summary>Makes <see cref="StreamJoined{K, V, VO}"/>.</summary>
public static class StreamJoined
{
    /// <summary>Joins with these serdes.</summary>
    public static StreamJoined<K, V, VO> With<K, V, VO>(ISerde<K>? keySerde, ISerde<V>? valueSerde, ISerde<VO>? otherValueSerde) =>
        new() { KeySerde = keySerde, ValueSerde = valueSerde, OtherValueSerde = otherValueSerde };
}
