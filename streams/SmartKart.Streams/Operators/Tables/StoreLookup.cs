using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>Looks rows up in a table's store, its own task's or a global one. Hot path.</summary>
internal sealed class StoreLookup<K, V>(string store) : IRowLookup<K, V>
{
    private IReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>? _store;
    private IForwardedRows<K, V>? _forwarded;

    public void Init(IProcessorContext context)
    {
        _store = context.GetStateStore<IReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>>(store);
        _forwarded = _store as IForwardedRows<K, V>;
    }

    public bool TryGet(K key, out ValueAndTimestamp<V> row) => _store!.TryGet(key, out row); // set by Init

    public bool TryGetForwarded(K key, out ValueAndTimestamp<V> row) => _forwarded is null ? TryGet(key, out row) : _forwarded.TryGetForwarded(key, out row);
}
