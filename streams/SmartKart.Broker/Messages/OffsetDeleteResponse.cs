using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says whether each offset was forgotten. Kafka's OffsetDeleteResponse, version 0.</summary>
internal sealed class OffsetDeleteResponse : IMessage
{
    public ErrorCode ErrorCode;
    public int ThrottleTimeMs;
    public List<OffsetDeleteResponseTopic> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Error(ref ErrorCode);
        codec.Int32(ref ThrottleTimeMs);
        codec.Array(ref Topics);
    }

    internal sealed class OffsetDeleteResponseTopic : IMessagePart
    {
        public string Name = "";
        public List<OffsetDeleteResponsePartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class OffsetDeleteResponsePartition : IMessagePart
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
