using SmartKart.Streams.Processing;
using SmartKart.Streams.State.KeyValue;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>
/// The store of a table and the changes that it forwards: at once, or, where the store caches, each key once at the commit. Owned by the
/// processor that fills it. Hot path: per record.
/// </summary>
internal sealed class TableStore<K, V>
{
    private readonly IProcessorContext<K, Change<V>> _context;
    private readonly TimestampedKeyValueStore<K, V> _store;
    private readonly bool _sendsOldValues;
    private readonly bool _isCaching;

    /// <param name="context">The processor's.</param>
    /// <param name="store">The store's name.</param>
    /// <param name="sendsOldValues">Whether changes say what the row was before.</param>
    public TableStore(IProcessorContext<K, Change<V>> context, string store, bool sendsOldValues)
    {
        _context = context;
        _store = context.GetStateStore<TimestampedKeyValueStore<K, V>>(store);
        _sendsOldValues = sendsOldValues;
        if (!_store.IsCaching) return;
        _isCaching = true;
        _store.SetFlushListener(Flushed, sendsOldValues);
    }

    /// <summary>The row of a key, as it stands now.</summary>
    public bool TryGet(K key, out ValueAndTimestamp<V> row) => _store.TryGet(key, out row);

    /// <summary>The value of a key, as it stands now.</summary>
    public Optional<V> ValueOf(K key) => _store.TryGet(key, out var row) ? Optional<V>.Of(row.Value) : default;

    /// <summary>Sets the row of the record's key, and forwards the change.</summary>
    /// <param name="cause">The record that changes it; what is forwarded has its key and headers.</param>
    /// <param name="value">The new value; none deletes.</param>
    /// <param name="timestampMs">The time of the row and of what is forwarded.</param>
    public void Set<VIn>(in Record<K, VIn> cause, Optional<V> value, long timestampMs) =>
        Set(cause, value, _sendsOldValues && !_isCaching ? ValueOf(cause.Key) : default, timestampMs);

    /// <summary>The same, by a processor that knows what the value was.</summary>
    public void Set<VIn>(in Record<K, VIn> cause, Optional<V> value, Optional<V> old, long timestampMs)
    {
        if (value.TryGet(out var present)) _store.Put(cause.Key, new ValueAndTimestamp<V>(present, timestampMs));
        else _store.Delete(cause.Key, timestampMs);
        if (!_isCaching) _context.Forward(cause.WithValue(new Change<V>(value, _sendsOldValues ? old : default)).WithTimestamp(timestampMs));
    }

    private void Flushed(K key, in Change<V> change, long timestampMs) =>
        _context.Forward(new Record<K, Change<V>>(key, _sendsOldValues ? change : change with { Old = default }, timestampMs));
}
