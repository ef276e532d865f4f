using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>
/// Takes each record for the new value of its key, and a tombstone for its deletion. The last to come counts, whatever its time, as in
/// the topic itself. Records without a key are dropped. Hot path: per record.
/// </summary>
/// <param name="store">The store to keep the table in; null: the table is kept nowhere.</param>
/// <param name="sendsOldValues">Whether changes say what the row was before; needs the store.</param>
internal sealed class TableSourceProcessor<K, V>(string? store, bool sendsOldValues) : ForwardingProcessor<K, V, K, Change<V>>
{
    private TableStore<K, V>? _store;

    public override void Init(IProcessorContext<K, Change<V>> context)
    {
        base.Init(context);
        if (store is not null) _store = new TableStore<K, V>(context, store, sendsOldValues);
    }

    public override void Process(in Record<K, V> record)
    {
        if (record.Key is null)
        {
            Drops.RecordSkipped();
            return;
        }
        var value = record.IsTombstone ? default : Optional<V>.Of(record.Value);
        if (_store is null) Context.Forward(record.WithValue(new Change<V>(value, default)));
        else _store.Set(record, value, record.TimestampMs);
    }
}
