using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether each group was deleted. Kafka's DeleteGroupsResponse, versions 0 to 2, flexible from 2.</summary>
internal sealed class DeleteGroupsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<DeletableGroupResult> Results = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Results);
    }

    internal sealed class DeletableGroupResult : IMessagePart
    {
        public string GroupId = "";
        public ErrorCode ErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref GroupId);
            codec.Error(ref ErrorCode);
        }
    }
}
