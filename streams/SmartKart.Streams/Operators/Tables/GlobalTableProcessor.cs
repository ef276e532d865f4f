using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators.Tables;

/// <summary>Keeps a global table up to date: the last record of a key counts, a tombstone deletes, one without a key is dropped. Hot path.</summary>
internal sealed class GlobalTableProcessor<K, V>(string storeName) : ForwardingProcessor<K, V, Nothing, Nothing>
{
    private ITimestampedKeyValueStore<K, V>? _store;

    public override void Init(IProcessorContext<Nothing, Nothing> context)
    {
        base.Init(context);
        _store = context.GetStateStore<ITimestampedKeyValueStore<K, V>>(storeName);
    }

    public override void Process(in Record<K, V> record)
    {
        if (record.Key is null) Drops.RecordSkipped();
        else if (record.IsTombstone) _store!.Delete(record.Key); // set by Init
        else _store!.Put(record.Key, new ValueAndTimestamp<V>(record.Value, record.TimestampMs));
    }
}
