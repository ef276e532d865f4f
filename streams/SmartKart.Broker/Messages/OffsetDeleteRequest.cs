using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Forgets a group's committed offsets. Kafka's OffsetDeleteRequest, version 0.</summary>
internal sealed class OffsetDeleteRequest : IMessage
{
    public string GroupId = "";
    public List<OffsetDeleteRequestTopic> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId);
        codec.Array(ref Topics);
    }

    internal sealed class OffsetDeleteRequestTopic : IMessagePart
    {
        public string Name = "";
        public List<OffsetDeleteRequestPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class OffsetDeleteRequestPartition : IMessagePart
    {
        public int PartitionIndex;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
        }
    }
}
