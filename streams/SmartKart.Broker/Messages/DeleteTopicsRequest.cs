using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Deletes topics, by name or by id. Kafka's DeleteTopicsRequest, versions 0 to 6, flexible from 4.</summary>
internal sealed class DeleteTopicsRequest : IMessage
{
    public List<DeleteTopicState> Topics = [];
    public List<string> TopicNames = [];
    public int TimeoutMs;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Topics, since: 6);
        codec.Array(ref TopicNames, until: 5);
        codec.Int32(ref TimeoutMs);
    }

    internal sealed class DeleteTopicState : IMessagePart
    {
        public string? Name;
        public Guid TopicId;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.NullableString(ref Name, since: 6);
            codec.Uuid(ref TopicId, since: 6);
        }
    }
}
