using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Says whether each resource was changed.
/// Kafka's IncrementalAlterConfigsResponse, versions 0 to 1, flexible from 1.
/// </summary>
internal sealed class IncrementalAlterConfigsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<AlterConfigsResourceResponse> Responses = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Responses);
    }

    internal sealed class AlterConfigsResourceResponse : IMessagePart
    {
        public ErrorCode ErrorCode;
        public string? ErrorMessage = "";
        public sbyte ResourceType;
        public string ResourceName = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
        }
    }
}
