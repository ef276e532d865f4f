using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Describes the groups, their members included.
/// Kafka's DescribeGroupsResponse, versions 0 to 5, flexible from 5.
/// </summary>
internal sealed class DescribeGroupsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<DescribedGroup> Groups = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Array(ref Groups);
    }

    internal sealed class DescribedGroup : IMessagePart
    {
        public ErrorCode ErrorCode;
        public string GroupId = "";
        public string GroupState = "";
        public string ProtocolType = "";
        public string ProtocolData = "";
        public List<DescribedGroupMember> Members = [];
        public int AuthorizedOperations = int.MinValue;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.String(ref GroupId);
            codec.String(ref GroupState);
            codec.String(ref ProtocolType);
            codec.String(ref ProtocolData);
            codec.Array(ref Members);
            codec.Int32(ref AuthorizedOperations, since: 3);
        }
    }

    internal sealed class DescribedGroupMember : IMessagePart
    {
        public string MemberId = "";
        public string? GroupInstanceId;
        public string ClientId = "";
        public string ClientHost = "";
        public byte[] MemberMetadata = [];
        public byte[] MemberAssignment = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref MemberId);
            codec.NullableString(ref GroupInstanceId, since: 4);
            codec.String(ref ClientId);
            codec.String(ref ClientHost);
            codec.Bytes(ref MemberMetadata);
            codec.Bytes(ref MemberAssignment);
        }
    }
}
