using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Building;

/// <summary>The rows of a table that is kept in a store.</summary>
/// <param name="storeName">The store.</param>
/// <param name="isQueryable">Whether the store was named, and so may be queried.</param>
/// <param name="newLookup">Looks rows up in the store of that name.</param>
internal sealed class StoreRows<K, V>(string storeName, bool isQueryable, Func<string, IRowLookup<K, V>> newLookup) : ITableRows<K, V>
{
    public string? QueryableStoreName => isQueryable ? storeName : null;

    /// <summary>Someone asked what rows were before.</summary>
    public bool SendsOldValues { get; private set; }

    public IReadOnlyList<string> Stores() => [storeName];

    public IRowLookup<K, V> NewLookup() => newLookup(storeName);

    public void SendOldValues() => SendsOldValues = true;
}

/// <summary>Looks rows up by key and window.</summary>
internal sealed class WindowLookup<K, V>(string storeName) : IRowLookup<Windowed<K>, V>
{
    private ITimestampedWindowStore<K, V> _store = null!; // set by Init

    public void Init(IProcessorContext context) => _store = context.GetStateStore<ITimestampedWindowStore<K, V>>(storeName);

    public bool TryGet(Windowed<K> key, out ValueAndTimestamp<V> row) => _store.TryFetch(key.Key, key.Window.StartMs, out row);

    public bool TryGetForwarded(Windowed<K> key, out ValueAndTimestamp<V> row) =>
        _store is IForwardedRows<Windowed<K>, V> forwarded ? forwarded.TryGetForwarded(key, out row) : TryGet(key, out row);
}

/// <summary>Looks rows up by key and session. A session's row is of the time of its end.</summary>
internal sealed class SessionLookup<K, V>(string storeName) : IRowLookup<Windowed<K>, V>
{
    private ISessionStore<K, V> _store = null!; // set by Init

    public void Init(IProcessorContext context) => _store = context.GetStateStore<ISessionStore<K, V>>(storeName);

    public bool TryGet(Windowed<K> key, out ValueAndTimestamp<V> row)
    {
        var found = _store.TryFetchSession(key.Key, key.Window.StartMs, key.Window.EndMs, out var value);
        row = found ? new ValueAndTimestamp<V>(value!, key.Window.EndMs) : default;
        return found;
    }

    public bool TryGetForwarded(Windowed<K> key, out ValueAndTimestamp<V> row) =>
        _store is IForwardedRows<Windowed<K>, V> forwarded ? forwarded.TryGetForwarded(key, out row) : TryGet(key, out row);
}
