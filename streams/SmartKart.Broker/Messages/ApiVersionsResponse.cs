using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Says which requests the broker answers, and in which versions.
/// Kafka's ApiVersionsResponse, versions 0 to 4, flexible from 3.
/// </summary>
internal sealed class ApiVersionsResponse : IMessage
{
    public ErrorCode ErrorCode;
    public List<ApiVersion> ApiKeys = [];
    public int ThrottleTimeMs;
    public List<SupportedFeatureKey> SupportedFeatures = [];
    public long FinalizedFeaturesEpoch = -1;
    public List<FinalizedFeatureKey> FinalizedFeatures = [];
    public bool ZkMigrationReady;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Error(ref ErrorCode);
        codec.Array(ref ApiKeys);
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Tagged(0, ref SupportedFeatures, since: 3);
        codec.Tagged(1, ref FinalizedFeaturesEpoch, since: 3, absent: -1);
        codec.Tagged(2, ref FinalizedFeatures, since: 3);
        codec.Tagged(3, ref ZkMigrationReady, since: 3);
    }

    internal sealed class ApiVersion : IMessagePart
    {
        public short ApiKey;
        public short MinVersion;
        public short MaxVersion;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int16(ref ApiKey);
            codec.Int16(ref MinVersion);
            codec.Int16(ref MaxVersion);
        }
    }

    internal sealed class SupportedFeatureKey : IMessagePart
    {
        public string Name = "";
        public short MinVersion;
        public short MaxVersion;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, since: 3);
            codec.Int16(ref MinVersion, since: 3);
            codec.Int16(ref MaxVersion, since: 3);
        }
    }

    internal sealed class FinalizedFeatureKey : IMessagePart
    {
        public string Name = "";
        public short MaxVersionLevel;
        public short MinVersionLevel;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, since: 3);
            codec.Int16(ref MaxVersionLevel, since: 3);
            codec.Int16(ref MinVersionLevel, since: 3);
        }
    }
}
