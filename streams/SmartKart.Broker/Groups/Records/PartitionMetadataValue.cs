using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>The topics that a consumer group's last target assignment knew of. Kafka's ConsumerGroupPartitionMetadataValue, version 0.</summary>
internal sealed class PartitionMetadataValue : IRecordValue
{
    public List<TopicMetadata> Topics = [];

    public short Version => 0;

    public short FlexibleSince => 0;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct => codec.Array(ref Topics);

    internal sealed class TopicMetadata : IMessagePart
    {
        public Guid TopicId;
        public string TopicName = "";
        public int NumPartitions;
        public List<PartitionRacks> PartitionMetadata = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Uuid(ref TopicId);
            codec.String(ref TopicName);
            codec.Int32(ref NumPartitions);
            codec.Array(ref PartitionMetadata);
        }
    }

    /// <summary>Racks are not written: Kafka 4 no longer reads them either.</summary>
    internal sealed class PartitionRacks : IMessagePart
    {
        public int Partition;
        public List<string> Racks = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref Partition);
            codec.Array(ref Racks);
        }
    }
}
