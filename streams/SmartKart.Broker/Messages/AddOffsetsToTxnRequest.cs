using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Takes a group's offsets into a transaction. Kafka's AddOffsetsToTxnRequest, versions 0 to 4, flexible from 3.</summary>
internal sealed class AddOffsetsToTxnRequest : IMessage
{
    public string TransactionalId = "";
    public long ProducerId;
    public short ProducerEpoch;
    public string GroupId = "";

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref TransactionalId);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
        codec.String(ref GroupId);
    }
}
