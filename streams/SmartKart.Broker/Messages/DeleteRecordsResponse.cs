using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says where each partition begins now. Kafka's DeleteRecordsResponse, versions 0 to 2, flexible from 2.</summary>
internal sealed class DeleteRecordsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<DeleteRecordsTopicResult> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Topics);
    }

    internal sealed class DeleteRecordsTopicResult : IMessagePart
    {
        public string Name = "";
        public List<DeleteRecordsPartitionResult> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class DeleteRecordsPartitionResult : IMessagePart
    {
        public int PartitionIndex;
        public long LowWatermark;
        public ErrorCode ErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Int64(ref LowWatermark);
            codec.Error(ref ErrorCode);
        }
    }
}
