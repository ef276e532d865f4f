namespace SmartKart.Streams;

/// <summary>How a table is kept. Null takes what is usual: on disk, with a changelog, its changes held back until the commit.</summary>
public sealed record Materialized<K, V>
{
    /// <summary>The store's name, by which it can be queried; null gives it a number.</summary>
    public string? StoreName { get; init; }

    /// <summary>Writes the keys.</summary>
    public ISerde<K>? KeySerde { get; init; }

    /// <summary>Writes the values.</summary>
    public ISerde<V>? ValueSerde { get; init; }

    /// <summary>Keep it in memory alone, rather than on disk.</summary>
    public bool InMemory { get; init; }

    /// <summary>Hold changes back until the commit, so that each key is forwarded and logged once.</summary>
    public bool CachingEnabled { get; init; } = true;

    /// <summary>Keep a changelog, so that another machine can take over.</summary>
    public bool LoggingEnabled { get; init; } = true;

    /// <summary>Settings of the changelog topic beyond the usual.</summary>
    public IReadOnlyDictionary<string, string> ChangelogSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long windows and sessions are kept; null: as long as they may change.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Forget entries that were not written for so long, by the records' time; null: never. For key-value tables.</summary>
    public TimeSpan? TimeToLive { get; init; }
}

/// <summary>Makes <see cref="Materialized{K, V}"/>.</summary>
public static class Materialized
{
    /// <summary>A store of this name.</summary>
    public static Materialized<K, V> As<K, V>(string storeName) => new() { StoreName = storeName };

    /// <summary>With these serdes.</summary>
    public static Materialized<K, V> With<K, V>(ISerde<K> keySerde, ISerde<V> valueSerde) => new() { KeySerde = keySerde, ValueSerde = valueSerde };
}
