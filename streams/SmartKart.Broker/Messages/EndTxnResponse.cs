using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether the transaction has ended. Kafka's EndTxnResponse, versions 0 to 5, flexible from 3.</summary>
internal sealed class EndTxnResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public long ProducerId = -1;
    public short ProducerEpoch = -1;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.Int64(ref ProducerId, since: 5);
        codec.Int16(ref ProducerEpoch, since: 5);
    }
}
