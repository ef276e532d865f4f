using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks for the offset at a time, of each partition named.
/// Kafka's ListOffsetsRequest, versions 0 to 10, flexible from 6.
/// </summary>
internal sealed class ListOffsetsRequest : IMessage
{
    public int ReplicaId;
    public sbyte IsolationLevel;
    public List<ListOffsetsTopic> Topics = [];
    public int TimeoutMs;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ReplicaId);
        codec.Int8(ref IsolationLevel, since: 2);
        codec.Array(ref Topics);
        codec.Int32(ref TimeoutMs, since: 10);
    }

    internal sealed class ListOffsetsTopic : IMessagePart
    {
        public string Name = "";
        public List<ListOffsetsPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class ListOffsetsPartition : IMessagePart
    {
        public int PartitionIndex;
        public int CurrentLeaderEpoch = -1;
        public long Timestamp;
        public int MaxNumOffsets = 1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Int32(ref CurrentLeaderEpoch, since: 4);
            codec.Int64(ref Timestamp);
            codec.Int32(ref MaxNumOffsets, until: 0);
        }
    }
}
