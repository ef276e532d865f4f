using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Changes single settings of topics or of the broker.
/// Kafka's IncrementalAlterConfigsRequest, versions 0 to 1, flexible from 1.
/// </summary>
internal sealed class IncrementalAlterConfigsRequest : IMessage
{
    public List<AlterConfigsResource> Resources = [];
    public bool ValidateOnly;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Resources);
        codec.Bool(ref ValidateOnly);
    }

    internal sealed class AlterConfigsResource : IMessagePart
    {
        public sbyte ResourceType;
        public string ResourceName = "";
        public List<AlterableConfig> Configs = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            codec.Array(ref Configs);
        }
    }

    internal sealed class AlterableConfig : IMessagePart
    {
        public string Name = "";
        public sbyte ConfigOperation;
        public string? Value = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Int8(ref ConfigOperation);
            codec.NullableString(ref Value);
        }
    }
}
