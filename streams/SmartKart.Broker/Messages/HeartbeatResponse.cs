using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether the member may go on. Kafka's HeartbeatResponse, versions 0 to 4, flexible from 4.</summary>
internal sealed class HeartbeatResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Error(ref ErrorCode);
    }
}
