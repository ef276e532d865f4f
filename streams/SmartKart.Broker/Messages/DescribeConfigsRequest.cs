using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks for the settings of topics or of the broker.
/// Kafka's DescribeConfigsRequest, versions 0 to 4, flexible from 4.
/// </summary>
internal sealed class DescribeConfigsRequest : IMessage
{
    public List<DescribeConfigsResource> Resources = [];
    public bool IncludeSynonyms;
    public bool IncludeDocumentation;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Resources);
        codec.Bool(ref IncludeSynonyms, since: 1);
        codec.Bool(ref IncludeDocumentation, since: 3);
    }

    internal sealed class DescribeConfigsResource : IMessagePart
    {
        public sbyte ResourceType;
        public string ResourceName = "";
        public List<string>? ConfigurationKeys = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            codec.NullableArray(ref ConfigurationKeys);
        }
    }
}
