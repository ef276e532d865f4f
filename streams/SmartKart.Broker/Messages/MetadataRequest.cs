using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks which brokers there are, and what topics and partitions they lead.
/// Kafka's MetadataRequest, versions 0 to 12, flexible from 9.
/// </summary>
internal sealed class MetadataRequest : IMessage
{
    public List<MetadataRequestTopic>? Topics = [];
    public bool AllowAutoTopicCreation = true;
    public bool IncludeClusterAuthorizedOperations;
    public bool IncludeTopicAuthorizedOperations;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.NullableArray(ref Topics, nullableSince: 1);
        codec.Bool(ref AllowAutoTopicCreation, since: 4);
        codec.Bool(ref IncludeClusterAuthorizedOperations, since: 8, until: 10);
        codec.Bool(ref IncludeTopicAuthorizedOperations, since: 8);
    }

    internal sealed class MetadataRequestTopic : IMessagePart
    {
        public Guid TopicId;
        public string? Name = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Uuid(ref TopicId, since: 10);
            codec.NullableString(ref Name, nullableSince: 10);
        }
    }
}
