using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>On the right table's side: tells each change of a row to all who subscribe to it.</summary>
internal sealed class ForeignTableJoinProcessor<K, KO, VO>(string storeName, CombinedKeySerde<KO, K> keys)
    : ForwardingProcessor<KO, Change<VO>, K, SubscriptionResponse<VO>>
{
    private readonly ByteBuffer _prefix = new();
    private IKeyValueStore<CombinedKey<KO, K>, Subscriber>? _store;

    public override void Init(IProcessorContext<K, SubscriptionResponse<VO>> context)
    {
        base.Init(context);
        _store = context.GetStateStore<IKeyValueStore<CombinedKey<KO, K>, Subscriber>>(storeName);
    }

    public override void Process(in Record<KO, Change<VO>> record)
    {
        _prefix.Clear();
        keys.WritePrefix(record.Key, _prefix);
        using var subscribers = _store!.PrefixScan(_prefix.Written); // set by Init
        while (subscribers.MoveNext())
        {
            var (key, subscriber) = subscribers.Current;
            Context.Forward(
                record.WithKey(key.PrimaryKey).WithValue(new SubscriptionResponse<VO>(subscriber.Hash, record.Value.New, subscriber.PrimaryPartition)));
        }
    }
}
