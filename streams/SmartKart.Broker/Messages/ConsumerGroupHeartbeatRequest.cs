using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Joins, keeps or leaves a group of the consumer protocol, and reports what the member owns.
/// Kafka's ConsumerGroupHeartbeatRequest, versions 0 to 1, flexible from 0.
/// </summary>
internal sealed class ConsumerGroupHeartbeatRequest : IMessage
{
    public string GroupId = "";
    public string MemberId = "";
    public int MemberEpoch;
    public string? InstanceId;
    public string? RackId;
    public int RebalanceTimeoutMs = -1;
    public List<string>? SubscribedTopicNames;
    public string? SubscribedTopicRegex;
    public string? ServerAssignor;
    public List<OwnedPartitions>? TopicPartitions;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId);
        codec.String(ref MemberId);
        codec.Int32(ref MemberEpoch);
        codec.NullableString(ref InstanceId);
        codec.NullableString(ref RackId);
        codec.Int32(ref RebalanceTimeoutMs);
        codec.NullableArray(ref SubscribedTopicNames);
        codec.NullableString(ref SubscribedTopicRegex, since: 1);
        codec.NullableString(ref ServerAssignor);
        codec.NullableArray(ref TopicPartitions);
    }

    internal sealed class OwnedPartitions : IMessagePart
    {
        public Guid TopicId;
        public List<int> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Uuid(ref TopicId);
            codec.Array(ref Partitions);
        }
    }
}
