using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says how that went, for each member. Kafka's LeaveGroupResponse, versions 0 to 5, flexible from 4.</summary>
internal sealed class LeaveGroupResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<MemberResponse> Members = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Error(ref ErrorCode);
        codec.Array(ref Members, since: 3);
    }

    internal sealed class MemberResponse : IMessagePart
    {
        public string MemberId = "";
        public string? GroupInstanceId = "";
        public ErrorCode ErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref MemberId, since: 3);
            codec.NullableString(ref GroupInstanceId, since: 3);
            codec.Error(ref ErrorCode, since: 3);
        }
    }
}
