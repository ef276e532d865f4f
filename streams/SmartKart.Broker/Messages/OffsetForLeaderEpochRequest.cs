using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks where a leader's epoch ended, of each partition named.
/// Kafka's OffsetForLeaderEpochRequest, versions 0 to 4, flexible from 4.
/// </summary>
internal sealed class OffsetForLeaderEpochRequest : IMessage
{
    public int ReplicaId = -2;
    public List<OffsetForLeaderTopic> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ReplicaId, since: 3);
        codec.Array(ref Topics);
    }

    internal sealed class OffsetForLeaderTopic : IMessagePart
    {
        public string Topic = "";
        public List<OffsetForLeaderPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class OffsetForLeaderPartition : IMessagePart
    {
        public int Partition;
        public int CurrentLeaderEpoch = -1;
        public int LeaderEpoch;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref Partition);
            codec.Int32(ref CurrentLeaderEpoch, since: 2);
            codec.Int32(ref LeaderEpoch);
        }
    }
}
