using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Brings the member its assignment. Kafka's SyncGroupResponse, versions 0 to 5, flexible from 4.</summary>
internal sealed class SyncGroupResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public string? ProtocolType;
    public string? ProtocolName;
    public byte[] Assignment = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ProtocolType, since: 5);
        codec.NullableString(ref ProtocolName, since: 5);
        codec.Bytes(ref Assignment);
    }
}
