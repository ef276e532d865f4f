using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>Makes a new value of each row; a null deletes it. Hot path: per record.</summary>
/// <param name="mapper">Makes the value of a key and the value before. For old values it is called again: it must give the same for the same.</param>
/// <param name="store">The store to keep the table in; null: the table is kept nowhere.</param>
/// <param name="sendsOldValues">Whether changes say what the row was before.</param>
internal sealed class TableMapValuesProcessor<K, V, VR>(Func<K, V, VR> mapper, string? store, bool sendsOldValues)
    : ForwardingProcessor<K, Change<V>, K, Change<VR>>
{
    private TableStore<K, VR>? _store;

    public override void Init(IProcessorContext<K, Change<VR>> context)
    {
        base.Init(context);
        if (store is not null) _store = new TableStore<K, VR>(context, store, sendsOldValues);
    }

    public override void Process(in Record<K, Change<V>> record)
    {
        var value = Mapped(record.Key, record.Value.New);
        if (_store is not null) _store.Set(record, value, record.TimestampMs);
        else Context.Forward(record.WithValue(new Change<VR>(value, sendsOldValues ? Mapped(record.Key, record.Value.Old) : default)));
    }

    private Optional<VR> Mapped(K key, Optional<V> value) => value.TryGet(out var present) ? Optional<VR>.Of(mapper(key, present)) : default;
}

/// <summary>Makes the rows of a mapped table of those of the table that it comes from.</summary>
internal sealed class TableMapValuesLookup<K, V, VR>(IRowLookup<K, V> parent, Func<K, V, VR> mapper) : IRowLookup<K, VR>
{
    public void Init(IProcessorContext context) => parent.Init(context);

    public bool TryGet(K key, out ValueAndTimestamp<VR> row)
    {
        row = default;
        return parent.TryGet(key, out var from) && TryMap(key, from, out row);
    }

    public bool TryGetForwarded(K key, out ValueAndTimestamp<VR> row)
    {
        row = default;
        return parent.TryGetForwarded(key, out var from) && TryMap(key, from, out row);
    }

    private bool TryMap(K key, ValueAndTimestamp<V> from, out ValueAndTimestamp<VR> row)
    {
        row = new ValueAndTimestamp<VR>(mapper(key, from.Value), from.TimestampMs);
        return row.Value is not null;
    }
}
