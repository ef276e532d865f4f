using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether each offset is pending. Kafka's TxnOffsetCommitResponse, versions 0 to 4, flexible from 3.</summary>
internal sealed class TxnOffsetCommitResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<TxnOffsetCommitResponseTopic> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Topics);
    }

    internal sealed class TxnOffsetCommitResponseTopic : IMessagePart
    {
        public string Name = "";
        public List<TxnOffsetCommitResponsePartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class TxnOffsetCommitResponsePartition : IMessagePart
    {
        public int PartitionIndex;
        public ErrorCode ErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Error(ref ErrorCode);
        }
    }
}
