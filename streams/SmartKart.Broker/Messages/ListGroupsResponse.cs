using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Names the groups. Kafka's ListGroupsResponse, versions 0 to 5, flexible from 3.</summary>
internal sealed class ListGroupsResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<ListedGroup> Groups = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Error(ref ErrorCode);
        codec.Array(ref Groups);
    }

    internal sealed class ListedGroup : IMessagePart
    {
        public string GroupId = "";
        public string ProtocolType = "";
        public string GroupState = "";
        public string GroupType = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref GroupId);
            codec.String(ref ProtocolType);
            codec.String(ref GroupState, since: 4);
            codec.String(ref GroupType, since: 5);
        }
    }
}
