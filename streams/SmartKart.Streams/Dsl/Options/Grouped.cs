namespace SmartKart.Streams;

/// <summary>How records are grouped. Null takes what is usual.</summary>
public sealed record Grouped<K, V>
{
    /// <summary>Writes the keys that are grouped by.</summary>
    public ISerde<K>? KeySerde { get; init; }

    /// <summary>Writes the values.</summary>
    public ISerde<V>? ValueSerde { get; init; }

    /// <summary>The name of the internal topic, if the records must be partitioned anew: <c>application-name-repartition</c>.</summary>
    public string? Name { get; init; }
}

/// <summary>Makes <see cref="Grouped{K, V}"/>.</summary>
public static class Grouped
{
    /// <summary>Groups with these serdes.</summary>
    public static Grouped<K, V> With<K, V>(ISerde<K> keySerde, ISerde<V> valueSerde, string? name = null) =>
        new() { KeySerde = keySerde, ValueSerde = valueSerde, Name = name };
}
