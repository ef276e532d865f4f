using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Names the brokers, and the topics with their partitions' leaders.
/// Kafka's MetadataResponse, versions 0 to 12, flexible from 9.
/// </summary>
internal sealed class MetadataResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<MetadataResponseBroker> Brokers = [];
    public string? ClusterId;
    public int ControllerId = -1;
    public List<MetadataResponseTopic> Topics = [];
    public int ClusterAuthorizedOperations = int.MinValue;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 3);
        codec.Array(ref Brokers);
        codec.NullableString(ref ClusterId, since: 2);
        codec.Int32(ref ControllerId, since: 1);
        codec.Array(ref Topics);
        codec.Int32(ref ClusterAuthorizedOperations, since: 8, until: 10);
    }

    internal sealed class MetadataResponseBroker : IMessagePart
    {
        public int NodeId;
        public string Host = "";
        public int Port;
        public string? Rack;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref NodeId);
            codec.String(ref Host);
            codec.Int32(ref Port);
            codec.NullableString(ref Rack, since: 1);
        }
    }

    internal sealed class MetadataResponseTopic : IMessagePart
    {
        public ErrorCode ErrorCode;
        public string? Name = "";
        public Guid TopicId;
        public bool IsInternal;
        public List<MetadataResponsePartition> Partitions = [];
        public int TopicAuthorizedOperations = int.MinValue;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.NullableString(ref Name, nullableSince: 12);
            codec.Uuid(ref TopicId, since: 10);
            codec.Bool(ref IsInternal, since: 1);
            codec.Array(ref Partitions);
            codec.Int32(ref TopicAuthorizedOperations, since: 8);
        }
    }

    internal sealed class MetadataResponsePartition : IMessagePart
    {
        public ErrorCode ErrorCode;
        public int PartitionIndex;
        public int LeaderId;
        public int LeaderEpoch = -1;
        public List<int> ReplicaNodes = [];
        public List<int> IsrNodes = [];
        public List<int> OfflineReplicas = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.Int32(ref PartitionIndex);
            codec.Int32(ref LeaderId);
            codec.Int32(ref LeaderEpoch, since: 7);
            codec.Array(ref ReplicaNodes);
            codec.Array(ref IsrNodes);
            codec.Array(ref OfflineReplicas, since: 5);
        }
    }
}
