using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// What a member of a classic group is assigned: the bytes of its SyncGroup, behind an int16 of its version.
/// Kafka's ConsumerProtocolAssignment, versions 0 to 3.
/// </summary>
internal sealed class ConsumerProtocolAssignment : IMessage
{
    public List<TopicPartition> AssignedPartitions = [];
    public byte[]? UserData;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref AssignedPartitions);
        codec.NullableBytes(ref UserData);
    }

    internal sealed class TopicPartition : IMessagePart
    {
        public string Topic = "";
        public List<int> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic);
            codec.Array(ref Partitions);
        }
    }
}
