using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Brings the producer id and epoch. Kafka's InitProducerIdResponse, versions 0 to 5, flexible from 2.</summary>
internal sealed class InitProducerIdResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public long ProducerId = -1;
    public short ProducerEpoch;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
    }
}
