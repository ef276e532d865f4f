using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>
/// Keeps one side's records of a join of streams for as long as the other side's may be joined with them. Each goes on to be joined before
/// it is kept, so that a stream that is joined with itself meets each record once. Hot path: per record.
/// </summary>
/// <param name="storeName">The window store.</param>
/// <param name="side">This side.</param>
/// <param name="clockName">The store of the join's clock.</param>
internal sealed class JoinWindowProcessor<K, V>(string storeName, JoinSide side, string clockName) : ForwardingProcessor<K, V, K, V>
{
    private IWindowStore<K, V>? _store;
    private JoinClock? _clock;

    public override void Init(IProcessorContext<K, V> context)
    {
        base.Init(context);
        _store = context.GetStateStore<IWindowStore<K, V>>(storeName);
        _clock = context.GetStateStore<JoinClock>(clockName);
    }

    public override void Process(in Record<K, V> record)
    {
        Context.Forward(record);
        if (record.Key is null || record.IsTombstone) return;
        if (side.IsExpired(record.TimestampMs, _clock!.StreamTimeMs)) Drops.LateRecordDropped(); // set by Init
        else _store!.Put(record.Key, record.Value, record.TimestampMs);
    }
}
