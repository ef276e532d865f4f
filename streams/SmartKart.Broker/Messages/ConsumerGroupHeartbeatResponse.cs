using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Tells the member its epoch and its assignment.
/// Kafka's ConsumerGroupHeartbeatResponse, versions 0 to 1, flexible from 0.
/// </summary>
internal sealed class ConsumerGroupHeartbeatResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public string? ErrorMessage;
    public string? MemberId;
    public int MemberEpoch;
    public int HeartbeatIntervalMs;
    public MemberAssignment? Assignment;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.NullableString(ref MemberId);
        codec.Int32(ref MemberEpoch);
        codec.Int32(ref HeartbeatIntervalMs);
        codec.NullablePart(ref Assignment);
    }

    internal sealed class MemberAssignment : IMessagePart
    {
        public List<TopicPartitions> TopicPartitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Array(ref TopicPartitions);
        }
    }

    internal sealed class TopicPartitions : IMessagePart
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
