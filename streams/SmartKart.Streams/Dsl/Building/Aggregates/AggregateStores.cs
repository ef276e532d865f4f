using SmartKart.Streams.Operators.Aggregation;
using SmartKart.Streams.State;
using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Building;

/// <summary>Chooses the stores of windowed aggregates as their <see cref="Materialized{K, V}"/> says.</summary>
internal static class AggregateStores
{
    /// <summary>
    /// What a store must keep beyond the retention where the end of a window is in it: the window is open still when stream time passed
    /// its end by the grace, and a store lets go at that very moment.
    /// </summary>
    public static readonly TimeSpan EndIncluded = TimeSpan.FromMilliseconds(1);

    /// <summary>A store of one row per key and window.</summary>
    /// <param name="kept">What was asked for.</param>
    /// <param name="name">Its name.</param>
    /// <param name="keys">Writes the keys.</param>
    /// <param name="values">Writes the values.</param>
    /// <param name="size">How long a window is.</param>
    /// <param name="retention">How long windows are kept after their start.</param>
    /// <param name="cache">Whether it may hold back changes.</param>
    public static IStoreBuilder Window<K, V>(
        Materialized<K, V> kept, string name, ISerde<K> keys, ISerde<V> values, TimeSpan size, TimeSpan retention, bool cache)
    {
        var supplier = kept.InMemory ? Stores.InMemoryWindowStore(name, retention, size) : Stores.PersistentWindowStore(name, retention, size);
        return Set(Stores.TimestampedWindowStoreBuilder(supplier, keys, values), kept, cache && kept.CachingEnabled);
    }

    /// <summary>A store of one row per key and session.</summary>
    public static IStoreBuilder Session<K, V>(Materialized<K, V> kept, string name, ISerde<K> keys, ISerde<V> values, TimeSpan retention, bool cache)
    {
        var supplier = kept.InMemory ? Stores.InMemorySessionStore(name, retention) : Stores.PersistentSessionStore(name, retention);
        return Set(Stores.SessionStoreBuilder(supplier, keys, values), kept, cache && kept.CachingEnabled);
    }

    /// <summary>The store of a windowed aggregate's stream time, and, where only final results are forwarded, of the windows that are open.</summary>
    public static IStoreBuilder StreamTime<K, V>(Materialized<K, V> kept, string aggregateStore, ISerde<K> keys, EmitStrategy emit) =>
        emit == EmitStrategy.OnWindowClose
        ? new StreamTimeStoreBuilder($"{aggregateStore}-open-windows", kept.LoggingEnabled, name => new OpenWindows<K>(name, keys))
        : new StreamTimeStoreBuilder($"{aggregateStore}-stream-time", kept.LoggingEnabled, name => new StreamTimeStore(name));

    /// <summary>How long windows are kept.</summary>
    /// <param name="asked">What was asked for; null: as long as they may change.</param>
    /// <param name="needed">As long as they may change.</param>
    /// <param name="store">The store, for the error.</param>
    /// <param name="parts">What makes up the time that is needed, for the error.</param>
    /// <exception cref="TopologyException">Windows would be gone before they close.</exception>
    public static TimeSpan Retention(TimeSpan? asked, TimeSpan needed, string store, string parts) => asked is null || asked >= needed
        ? asked ?? needed
        : throw new TopologyException(
            $"The store '{store}' is to keep its windows for {asked}, and they may change for {needed}: {parts}. " +
            "Set Materialized.Retention to that at least, or leave it out.");

    private static TBuilder Set<TBuilder, K, V>(TBuilder builder, Materialized<K, V> kept, bool cache) where TBuilder : StoreBuilder<TBuilder>
    {
        builder = cache ? builder.WithCachingEnabled() : builder.WithCachingDisabled();
        return kept.LoggingEnabled ? builder.WithLoggingEnabled(kept.ChangelogSettings) : builder.WithLoggingDisabled();
    }
}
