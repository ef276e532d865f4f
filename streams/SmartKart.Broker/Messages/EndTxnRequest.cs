using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Commits or aborts a transaction. Kafka's EndTxnRequest, versions 0 to 5, flexible from 3.</summary>
internal sealed class EndTxnRequest : IMessage
{
    public string TransactionalId = "";
    public long ProducerId;
    public short ProducerEpoch;
    public bool Committed;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref TransactionalId);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
        codec.Bool(ref Committed);
    }
}
