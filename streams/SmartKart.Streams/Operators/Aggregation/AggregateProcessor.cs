using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>Aggregates the records of each key. Hot path: per record.</summary>
internal sealed class AggregateProcessor<K, V, VR, TAggregation>(string storeName, TAggregation aggregation, bool sendOldValues)
    : IProcessor<K, V, K, Change<VR>>
    where TAggregation : struct, IAggregation<K, V, VR>
{
    private ITimestampedKeyValueStore<K, VR> _store = null!;  // these three are set by Init, before the first record
    private ChangeForwarder<K, VR> _forwarder = null!;
    private IDropCounter _drops = null!;

    public void Init(IProcessorContext<K, Change<VR>> context)
    {
        _store = context.GetStateStore<ITimestampedKeyValueStore<K, VR>>(storeName);
        _forwarder = new ChangeForwarder<K, VR>(context, sendOldValues, _store as ICachedStore<K, VR>);
        _drops = (IDropCounter)context;
    }

    public void Process(in Record<K, V> record)
    {
        if (record.Key is null || record.IsTombstone)
        {
            _drops.RecordSkipped();
            return;
        }
        var existed = _store.TryGet(record.Key, out var old);
        var aggregate = existed ? aggregation.Add(record.Key, record.Value, old.Value) : aggregation.First(record.Key, record.Value);
        var timestampMs = existed ? Math.Max(record.TimestampMs, old.TimestampMs) : record.TimestampMs;
        _store.Put(record.Key, new ValueAndTimestamp<VR>(aggregate, timestampMs));
        _forwarder.Forward(record.Key, Optional<VR>.Of(aggregate), existed ? Optional<VR>.Of(old.Value) : Optional<VR>.None, timestampMs, record.HeadersOrNull);
    }
}
