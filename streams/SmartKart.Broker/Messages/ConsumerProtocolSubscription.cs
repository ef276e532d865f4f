using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// What a member of a classic group subscribes to: the metadata of its JoinGroup, behind an int16 of its version.
/// Kafka's ConsumerProtocolSubscription, versions 0 to 3.
/// </summary>
internal sealed class ConsumerProtocolSubscription : IMessage
{
    public List<string> Topics = [];
    public byte[]? UserData;
    public List<TopicPartition> OwnedPartitions = [];
    public int GenerationId = -1;
    public string? RackId;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Topics);
        codec.NullableBytes(ref UserData);
        codec.Array(ref OwnedPartitions, since: 1);
        codec.Int32(ref GenerationId, since: 2);
        codec.NullableString(ref RackId, since: 3);
    }

    internal sealed class TopicPartition : IMessagePart
    {
        public string Topic = "";
        public List<int> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic, since: 1);
            codec.Array(ref Partitions, since: 1);
        }
    }
}
