using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says which offset each time has. Kafka's ListOffsetsResponse, versions 0 to 10, flexible from 6.</summary>
internal sealed class ListOffsetsResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<ListOffsetsTopicResponse> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 2);
        codec.Array(ref Topics);
    }

    internal sealed class ListOffsetsTopicResponse : IMessagePart
    {
        public string Name = "";
        public List<ListOffsetsPartitionResponse> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class ListOffsetsPartitionResponse : IMessagePart
    {
        public int PartitionIndex;
        public ErrorCode ErrorCode;
        public List<long> OldStyleOffsets = [];
        public long Timestamp = -1;
        public long Offset = -1;
        public int LeaderEpoch = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Error(ref ErrorCode);
            codec.Array(ref OldStyleOffsets, until: 0);
            codec.Int64(ref Timestamp, since: 1);
            codec.Int64(ref Offset, since: 1);
            codec.Int32(ref LeaderEpoch, since: 4);
        }
    }
}
