using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators;

/// <summary>
/// Tells a table's children what became of its rows: at once, or, where the table's store caches, when the store is flushed at the commit.
/// Hot path: per record.
/// </summary>
internal sealed class ChangeForwarder<K, V>
{
    private readonly IProcessorContext<K, Change<V>> _context;
    private readonly bool _sendOldValues;
    private readonly bool _isCaching;

    /// <param name="context">Where changes go.</param>
    /// <param name="sendOldValues">Someone asked what rows were before.</param>
    /// <param name="store">The table's store; null where changes are never held back.</param>
    public ChangeForwarder(IProcessorContext<K, Change<V>> context, bool sendOldValues, ICachedStore<K, V>? store)
    {
        (_context, _sendOldValues) = (context, sendOldValues);
        if (store?.IsCaching != true) return;
        _isCaching = true;
        store.SetFlushListener(Flushed, sendOldValues);
    }

    /// <summary>Tells of a change, unless the store will.</summary>
    public void Forward(K key, Optional<V> newValue, Optional<V> oldValue, long timestampMs, Headers? headers)
    {
        if (_isCaching) return;
        var change = new Change<V>(newValue, _sendOldValues ? oldValue : Optional<V>.None);
        _context.Forward(new Record<K, Change<V>>(key, change, timestampMs, headers));
    }

    private void Flushed(K key, in Change<V> change, long timestampMs) =>
        _context.Forward(new Record<K, Change<V>>(key, _sendOldValues ? change : change with { Old = Optional<V>.None }, timestampMs));
}
