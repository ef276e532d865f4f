using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Takes members out of a classic group. Kafka's LeaveGroupRequest, versions 0 to 5, flexible from 4.</summary>
internal sealed class LeaveGroupRequest : IMessage
{
    public string GroupId = "";
    public string MemberId = "";
    public List<MemberIdentity> Members = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId);
        codec.String(ref MemberId, until: 2);
        codec.Array(ref Members, since: 3);
    }

    internal sealed class MemberIdentity : IMessagePart
    {
        public string MemberId = "";
        public string? GroupInstanceId;
        public string? Reason;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref MemberId, since: 3);
            codec.NullableString(ref GroupInstanceId, since: 3);
            codec.NullableString(ref Reason, since: 5);
        }
    }
}
