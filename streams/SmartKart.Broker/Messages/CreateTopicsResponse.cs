using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether each topic was created, and how. Kafka's CreateTopicsResponse, versions 0 to 7, flexible from 5.</summary>
internal sealed class CreateTopicsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<CreatableTopicResult> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 2);
        codec.Array(ref Topics);
    }

    internal sealed class CreatableTopicResult : IMessagePart
    {
        public string Name = "";
        public Guid TopicId;
        public ErrorCode ErrorCode;
        public string? ErrorMessage = "";
        public ErrorCode TopicConfigErrorCode;
        public int NumPartitions = -1;
        public short ReplicationFactor = -1;
        public List<CreatableTopicConfigs>? Configs = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Uuid(ref TopicId, since: 7);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage, since: 1);
            codec.Int32(ref NumPartitions, since: 5);
            codec.Int16(ref ReplicationFactor, since: 5);
            codec.NullableArray(ref Configs, since: 5);
            codec.Tagged(0, ref TopicConfigErrorCode, since: 5);
        }
    }

    internal sealed class CreatableTopicConfigs : IMessagePart
    {
        public string Name = "";
        public string? Value = "";
        public bool ReadOnly;
        public sbyte ConfigSource = -1;
        public bool IsSensitive;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, since: 5);
            codec.NullableString(ref Value, since: 5);
            codec.Bool(ref ReadOnly, since: 5);
            codec.Int8(ref ConfigSource, since: 5);
            codec.Bool(ref IsSensitive, since: 5);
        }
    }
}
