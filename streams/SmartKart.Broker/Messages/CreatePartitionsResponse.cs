using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether each topic got them. Kafka's CreatePartitionsResponse, versions 0 to 3, flexible from 2.</summary>
internal sealed class CreatePartitionsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<CreatePartitionsTopicResult> Results = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Results);
    }

    internal sealed class CreatePartitionsTopicResult : IMessagePart
    {
        public string Name = "";
        public ErrorCode ErrorCode;
        public string? ErrorMessage;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
        }
    }
}
