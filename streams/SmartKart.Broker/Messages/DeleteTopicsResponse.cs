using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether each topic was deleted. Kafka's DeleteTopicsResponse, versions 0 to 6, flexible from 4.</summary>
internal sealed class DeleteTopicsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<DeletableTopicResult> Responses = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Array(ref Responses);
    }

    internal sealed class DeletableTopicResult : IMessagePart
    {
        public string? Name = "";
        public Guid TopicId;
        public ErrorCode ErrorCode;
        public string? ErrorMessage;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.NullableString(ref Name, nullableSince: 6);
            codec.Uuid(ref TopicId, since: 6);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage, since: 5);
        }
    }
}
