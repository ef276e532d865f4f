using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether they were taken in. Kafka's AddOffsetsToTxnResponse, versions 0 to 4, flexible from 3.</summary>
internal sealed class AddOffsetsToTxnResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
    }
}
