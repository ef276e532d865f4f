using SmartKart.Streams.State;

namespace SmartKart.Streams.Building;

/// <summary>The stores that tables are kept in.</summary>
internal static class TableStores
{
    /// <summary>The builder of a table's store.</summary>
    /// <param name="name">The store's name.</param>
    /// <param name="materialized">How the table is kept; null: as usual.</param>
    /// <param name="keySerde">How keys are written, if known from elsewhere.</param>
    /// <param name="valueSerde">How values are written, if known from elsewhere.</param>
    /// <exception cref="TopologyException">There is no serde.</exception>
    public static IStoreBuilder BuilderOf<K, V>(string name, Materialized<K, V>? materialized, ISerde<K>? keySerde, ISerde<V>? valueSerde)
    {
        materialized ??= new Materialized<K, V>();
        var key = DslContext.SerdeOf(materialized.KeySerde, keySerde, $"the keys of the store '{name}'", "Materialized.With");
        var value = DslContext.SerdeOf(materialized.ValueSerde, valueSerde, $"the values of the store '{name}'", "Materialized.With");
        var supplier = materialized.InMemory ? Stores.InMemoryKeyValueStore(name) : Stores.PersistentKeyValueStore(name);
        var builder = Stores.TimestampedKeyValueStoreBuilder(supplier, key, value);
        builder = materialized.CachingEnabled ? builder.WithCachingEnabled() : builder.WithCachingDisabled();
        builder = materialized.LoggingEnabled ? builder.WithLoggingEnabled(materialized.ChangelogSettings) : builder.WithLoggingDisabled();
        return materialized.TimeToLive is { } span ? builder.WithTtl(span) : builder;
    }
}
