using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether each offset was committed. Kafka's OffsetCommitResponse, versions 0 to 9, flexible from 8.</summary>
internal sealed class OffsetCommitResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<OffsetCommitResponseTopic> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 3);
        codec.Array(ref Topics);
    }

    internal sealed class OffsetCommitResponseTopic : IMessagePart
    {
        public string Name = "";
        public List<OffsetCommitResponsePartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class OffsetCommitResponsePartition : IMessagePart
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
