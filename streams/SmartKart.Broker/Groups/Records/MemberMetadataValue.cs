using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>Who a member of a consumer group is and what it wants. Kafka's ConsumerGroupMemberMetadataValue, version 0.</summary>
/// <remarks>Kafka's tagged field for members that still speak the classic protocol is skipped: such members are not taken into these groups.</remarks>
internal sealed class MemberMetadataValue : IRecordValue
{
    public string? InstanceId;
    public string? RackId;
    public string ClientId = "";
    public string ClientHost = "";
    public List<string> SubscribedTopicNames = [];
    public string? SubscribedTopicRegex;
    public int RebalanceTimeoutMs = -1;
    public string? ServerAssignor;

    public short Version => 0;

    public short FlexibleSince => 0;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.NullableString(ref InstanceId);
        codec.NullableString(ref RackId);
        codec.String(ref ClientId);
        codec.String(ref ClientHost);
        codec.Array(ref SubscribedTopicNames);
        codec.NullableString(ref SubscribedTopicRegex);
        codec.Int32(ref RebalanceTimeoutMs);
        codec.NullableString(ref ServerAssignor);
    }
}
