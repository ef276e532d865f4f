using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>
/// Keeps the rows that match; a row that matches no more is deleted. Where it knows what the row was, it is silent on rows that neither
/// matched before nor match now. Hot path: per record.
/// </summary>
/// <param name="predicate">What rows must match.</param>
/// <param name="keepIf">What the predicate must say.</param>
/// <param name="store">The store to keep the table in; null: the table is kept nowhere.</param>
/// <param name="sendsOldValues">Whether changes say what the row was before.</param>
internal sealed class TableFilterProcessor<K, V>(Func<K, V, bool> predicate, bool keepIf, string? store, bool sendsOldValues)
    : ForwardingProcessor<K, Change<V>, K, Change<V>>
{
    private TableStore<K, V>? _store;

    public override void Init(IProcessorContext<K, Change<V>> context)
    {
        base.Init(context);
        if (store is not null) _store = new TableStore<K, V>(context, store, sendsOldValues);
    }

    public override void Process(in Record<K, Change<V>> record)
    {
        var value = Filtered(record.Key, record.Value.New);
        var old = !sendsOldValues ? default : _store is null ? Filtered(record.Key, record.Value.Old) : _store.ValueOf(record.Key);
        if (sendsOldValues && !value.HasValue && !old.HasValue) return;
        if (_store is null) Context.Forward(record.WithValue(new Change<V>(value, old)));
        else _store.Set(record, value, old, record.TimestampMs);
    }

    private Optional<V> Filtered(K key, Optional<V> value) => value.TryGet(out var present) && predicate(key, present) == keepIf ? value : default;
}

/// <summary>Looks up rows of a filtered table in the table that it comes from.</summary>
internal sealed class TableFilterLookup<K, V>(IRowLookup<K, V> parent, Func<K, V, bool> predicate, bool keepIf) : IRowLookup<K, V>
{
    public void Init(IProcessorContext context) => parent.Init(context);

    public bool TryGet(K key, out ValueAndTimestamp<V> row) => parent.TryGet(key, out row) && predicate(key, row.Value) == keepIf;

    public bool TryGetForwarded(K key, out ValueAndTimestamp<V> row) => parent.TryGetForwarded(key, out row) && predicate(key, row.Value) == keepIf;
}
