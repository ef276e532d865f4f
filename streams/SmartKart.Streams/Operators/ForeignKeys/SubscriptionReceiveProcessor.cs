using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>On the right table's side: keeps who subscribes to which key. Hot path: per record.</summary>
internal sealed class SubscriptionReceiveProcessor<K, KO>(string storeName) : ForwardingProcessor<KO, Subscription<K>, CombinedKey<KO, K>, Subscription<K>>
{
    private IKeyValueStore<CombinedKey<KO, K>, Subscriber>? _store;

    public override void Init(IProcessorContext<CombinedKey<KO, K>, Subscription<K>> context)
    {
        base.Init(context);
        _store = context.GetStateStore<IKeyValueStore<CombinedKey<KO, K>, Subscriber>>(storeName);
    }

    public override void Process(in Record<KO, Subscription<K>> record)
    {
        var subscription = record.Value;
        var key = new CombinedKey<KO, K>(record.Key, subscription.PrimaryKey);
        // Without a foreign key there is nothing to subscribe to, but the answer that there is nothing is still due.
        if (record.Key is not null)
        {
            var store = _store!; // set by Init
            if (subscription.Instruction is SubscriptionInstruction.DeleteKeyAndPropagate or SubscriptionInstruction.DeleteKeyNoPropagate) store.Delete(key);
            else store.Put(key, new Subscriber(subscription.Hash, subscription.PrimaryPartition));
        }
        Context.Forward(record.WithKey(key));
    }
}
