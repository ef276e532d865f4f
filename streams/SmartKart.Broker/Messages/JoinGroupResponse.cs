using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Tells a member its generation and, if it leads, the others.
/// Kafka's JoinGroupResponse, versions 0 to 9, flexible from 6.
/// </summary>
internal sealed class JoinGroupResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public int GenerationId = -1;
    public string? ProtocolType;
    public string? ProtocolName = "";
    public string Leader = "";
    public bool SkipAssignment;
    public string MemberId = "";
    public List<JoinGroupResponseMember> Members = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 2);
        codec.Error(ref ErrorCode);
        codec.Int32(ref GenerationId);
        codec.NullableString(ref ProtocolType, since: 7);
        codec.NullableString(ref ProtocolName, nullableSince: 7);
        codec.String(ref Leader);
        codec.Bool(ref SkipAssignment, since: 9);
        codec.String(ref MemberId);
        codec.Array(ref Members);
    }

    internal sealed class JoinGroupResponseMember : IMessagePart
    {
        public string MemberId = "";
        public string? GroupInstanceId;
        public byte[] Metadata = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref MemberId);
            codec.NullableString(ref GroupInstanceId, since: 5);
            codec.Bytes(ref Metadata);
        }
    }
}
