using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Deletes the records before an offset, of each partition named.
/// Kafka's DeleteRecordsRequest, versions 0 to 2, flexible from 2.
/// </summary>
internal sealed class DeleteRecordsRequest : IMessage
{
    public List<DeleteRecordsTopic> Topics = [];
    public int TimeoutMs;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Topics);
        codec.Int32(ref TimeoutMs);
    }

    internal sealed class DeleteRecordsTopic : IMessagePart
    {
        public string Name = "";
        public List<DeleteRecordsPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class DeleteRecordsPartition : IMessagePart
    {
        public int PartitionIndex;
        public long Offset;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Int64(ref Offset);
        }
    }
}
