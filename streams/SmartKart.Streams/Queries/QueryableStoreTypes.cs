using SmartKart.Streams.State;

namespace SmartKart.Streams.Queries;

/// <summary>As what a store is asked for.</summary>
/// <typeparam name="T">What can be asked of it.</typeparam>
public abstract class QueryableStoreType<T>
{
    private protected QueryableStoreType() { }

    internal abstract T Over(StoreViews views);
}

/// <summary>The kinds of stores that can be asked for.</summary>
public static class QueryableStoreTypes
{
    /// <summary>A key-value store. Of one that remembers times, V is <see cref="ValueAndTimestamp{V}"/>.</summary>
    public static QueryableStoreType<IReadOnlyKeyValueStore<K, V>> KeyValueStore<K, V>() => new Of<IReadOnlyKeyValueStore<K, V>>(views => new AllKeyValueStores<K, V>(views));

    /// <summary>A window store. Of one that remembers times, V is <see cref="ValueAndTimestamp{V}"/>.</summary>
    public static QueryableStoreType<IReadOnlyWindowStore<K, V>> WindowStore<K, V>() => new Of<IReadOnlyWindowStore<K, V>>(views => new AllWindowStores<K, V>(views));

    /// <summary>A session store.</summary>
    public static QueryableStoreType<IReadOnlySessionStore<K, V>> SessionStore<K, V>() => new Of<IReadOnlySessionStore<K, V>>(views => new AllSessionStores<K, V>(views));

    private sealed class Of<T>(Func<StoreViews, T> make) : QueryableStoreType<T>
    {
        internal override T Over(StoreViews views) => make(views);
    }
}
