using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>Looks rows up in a table's store, its own task's or a global one. Hot path.</summary>
internal sealed class StoreLookup<K, V>(string store) : IRowLookup<K, V>
{
    private IReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>? _store;

    public void Init(IProcessorContext context) => _store = context.GetStateStore<IReadOnlyKeyValueStore<K, ValueAndTimestamp<V>>>(store);

    public bool TryGet(K key, out ValueAndTimestamp<V> row) => _store!.TryGet(key, out row); // set by Init
}
