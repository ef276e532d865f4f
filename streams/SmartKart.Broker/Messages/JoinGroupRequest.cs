using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Joins a classic group, or joins it again for its next generation.
/// Kafka's JoinGroupRequest, versions 0 to 9, flexible from 6.
/// </summary>
internal sealed class JoinGroupRequest : IMessage
{
    public string GroupId = "";
    public int SessionTimeoutMs;
    public int RebalanceTimeoutMs = -1;
    public string MemberId = "";
    public string? GroupInstanceId;
    public string ProtocolType = "";
    public List<JoinGroupRequestProtocol> Protocols = [];
    public string? Reason;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId);
        codec.Int32(ref SessionTimeoutMs);
        codec.Int32(ref RebalanceTimeoutMs, since: 1);
        codec.String(ref MemberId);
        codec.NullableString(ref GroupInstanceId, since: 5);
        codec.String(ref ProtocolType);
        codec.Array(ref Protocols);
        codec.NullableString(ref Reason, since: 8);
    }

    internal sealed class JoinGroupRequestProtocol : IMessagePart
    {
        public string Name = "";
        public byte[] Metadata = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Bytes(ref Metadata);
        }
    }
}
