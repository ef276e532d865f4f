using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>A classic group's generation, as its members last agreed on it. Kafka's GroupMetadataValue, versions 0 to 4.</summary>
internal sealed class GroupMetadataValue : IRecordValue
{
    public string ProtocolType = "";
    public int Generation;
    public string? Protocol;
    public string? Leader;
    public long CurrentStateTimestamp = -1;
    public List<Member> Members = [];

    public short Version => 3;

    public short FlexibleSince => 4;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref ProtocolType);
        codec.Int32(ref Generation);
        codec.NullableString(ref Protocol);
        codec.NullableString(ref Leader);
        codec.Int64(ref CurrentStateTimestamp, since: 2);
        codec.Array(ref Members);
    }

    internal sealed class Member : IMessagePart
    {
        public string MemberId = "";
        public string? GroupInstanceId;
        public string ClientId = "";
        public string ClientHost = "";
        public int RebalanceTimeout = -1;
        public int SessionTimeout;
        public byte[] Subscription = [];
        public byte[] Assignment = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref MemberId);
            codec.NullableString(ref GroupInstanceId, since: 3);
            codec.String(ref ClientId);
            codec.String(ref ClientHost);
            codec.Int32(ref RebalanceTimeout, since: 1);
            codec.Int32(ref SessionTimeout);
            codec.Bytes(ref Subscription);
            codec.Bytes(ref Assignment);
        }
    }
}
