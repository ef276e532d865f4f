using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Says where the epochs ended. Kafka's OffsetForLeaderEpochResponse, versions 0 to 4, flexible from 4.</summary>
internal sealed class OffsetForLeaderEpochResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<OffsetForLeaderTopicResult> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 2);
        codec.Array(ref Topics);
    }

    internal sealed class OffsetForLeaderTopicResult : IMessagePart
    {
        public string Topic = "";
        public List<EpochEndOffset> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class EpochEndOffset : IMessagePart
    {
        public ErrorCode ErrorCode;
        public int Partition;
        public int LeaderEpoch = -1;
        public long EndOffset = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.Int32(ref Partition);
            codec.Int32(ref LeaderEpoch, since: 1);
            codec.Int64(ref EndOffset);
        }
    }
}
