using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>
/// Combines the rows of each group: takes the old value out, then puts the new one in; the first is taken as it is. The result's time is
/// the latest of the record's and the group's. Hot path: per record.
/// </summary>
internal sealed class TableReduceProcessor<K, V>(Func<V, V, V> adder, Func<V, V, V> subtractor, string store, bool sendsOldValues)
    : ForwardingProcessor<K, Change<V>, K, Change<V>>
{
    private TableStore<K, V>? _store;

    public override void Init(IProcessorContext<K, Change<V>> context)
    {
        base.Init(context);
        _store = new TableStore<K, V>(context, store, sendsOldValues);
    }

    public override void Process(in Record<K, Change<V>> record)
    {
        var table = _store!; // set by Init
        var timestampMs = record.TimestampMs;
        var old = default(Optional<V>);
        if (table.TryGet(record.Key, out var row))
        {
            old = Optional<V>.Of(row.Value);
            timestampMs = Math.Max(timestampMs, row.TimestampMs);
        }
        var reduced = old;
        if (record.Value.Old.TryGet(out var removed) && reduced.TryGet(out var before)) reduced = Optional<V>.Of(subtractor(before, removed));
        if (record.Value.New.TryGet(out var added)) reduced = reduced.TryGet(out var current) ? Optional<V>.Of(adder(current, added)) : Optional<V>.Of(added);
        table.Set(record, reduced, old, timestampMs);
    }
}
