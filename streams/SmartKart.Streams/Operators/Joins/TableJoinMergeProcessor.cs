using SmartKart.Streams.Operators.Tables;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>Where the two sides of a join of tables meet: forwards what either found, and keeps it if the result is to be kept. Hot path: per record.</summary>
/// <param name="store">The store to keep the result in; null: it is kept nowhere.</param>
/// <param name="sendsOldValues">Whether changes say what the result was before.</param>
internal sealed class TableJoinMergeProcessor<K, V>(string? store, bool sendsOldValues) : ForwardingProcessor<K, Change<V>, K, Change<V>>
{
    private TableStore<K, V>? _store;

    public override void Init(IProcessorContext<K, Change<V>> context)
    {
        base.Init(context);
        if (store is not null) _store = new TableStore<K, V>(context, store, sendsOldValues);
    }

    public override void Process(in Record<K, Change<V>> record)
    {
        if (_store is null)
        {
            Context.Forward(record);
            return;
        }
        var old = _store.ValueOf(record.Key);
        if (old.HasValue || record.Value.New.HasValue) _store.Set(record, record.Value.New, old, record.TimestampMs); // what never was need not be deleted
    }
}
