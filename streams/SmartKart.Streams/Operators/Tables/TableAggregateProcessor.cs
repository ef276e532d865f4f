using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>
/// Aggregates the rows of each group: takes the old value out, then puts the new one in. The result's time is the latest of the record's
/// and the aggregate's. Hot path: per record.
/// </summary>
internal sealed class TableAggregateProcessor<K, V, VR>(
    Func<VR> initializer, Func<K, V, VR, VR> adder, Func<K, V, VR, VR> subtractor, string store, bool sendsOldValues)
    : ForwardingProcessor<K, Change<V>, K, Change<VR>>
{
    private TableStore<K, VR>? _store;

    public override void Init(IProcessorContext<K, Change<VR>> context)
    {
        base.Init(context);
        _store = new TableStore<K, VR>(context, store, sendsOldValues);
    }

    public override void Process(in Record<K, Change<V>> record)
    {
        var table = _store!; // set by Init
        var timestampMs = record.TimestampMs;
        var old = default(Optional<VR>);
        if (table.TryGet(record.Key, out var row))
        {
            old = Optional<VR>.Of(row.Value);
            timestampMs = Math.Max(timestampMs, row.TimestampMs);
        }
        var aggregate = old;
        if (record.Value.Old.TryGet(out var removed) && aggregate.TryGet(out var before)) aggregate = Optional<VR>.Of(subtractor(record.Key, removed, before));
        if (record.Value.New.TryGet(out var added))
            aggregate = Optional<VR>.Of(adder(record.Key, added, aggregate.TryGet(out var current) ? current : initializer()));
        table.Set(record, aggregate, old, timestampMs);
    }
}
