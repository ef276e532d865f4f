using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Brings the settings, their sources and synonyms.
/// Kafka's DescribeConfigsResponse, versions 0 to 4, flexible from 4.
/// </summary>
internal sealed class DescribeConfigsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<DescribeConfigsResult> Results = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Results);
    }

    internal sealed class DescribeConfigsResult : IMessagePart
    {
        public ErrorCode ErrorCode;
        public string? ErrorMessage = "";
        public sbyte ResourceType;
        public string ResourceName = "";
        public List<DescribeConfigsResourceResult> Configs = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref ErrorMessage);
            codec.Int8(ref ResourceType);
            codec.String(ref ResourceName);
            codec.Array(ref Configs);
        }
    }

    internal sealed class DescribeConfigsResourceResult : IMessagePart
    {
        public string Name = "";
        public string? Value = "";
        public bool ReadOnly;
        public bool IsDefault;
        public sbyte ConfigSource = -1;
        public bool IsSensitive;
        public List<DescribeConfigsSynonym> Synonyms = [];
        public sbyte ConfigType;
        public string? Documentation = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.NullableString(ref Value);
            codec.Bool(ref ReadOnly);
            codec.Bool(ref IsDefault, until: 0);
            codec.Int8(ref ConfigSource, since: 1);
            codec.Bool(ref IsSensitive);
            codec.Array(ref Synonyms, since: 1);
            codec.Int8(ref ConfigType, since: 3);
            codec.NullableString(ref Documentation, since: 3);
        }
    }

    internal sealed class DescribeConfigsSynonym : IMessagePart
    {
        public string Name = "";
        public string? Value = "";
        public sbyte Source;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, since: 1);
            codec.NullableString(ref Value, since: 1);
            codec.Int8(ref Source, since: 1);
        }
    }
}
