using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Says how much each partition takes in each directory.
/// Kafka's DescribeLogDirsResponse, versions 0 to 4, flexible from 2.
/// </summary>
internal sealed class DescribeLogDirsResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public List<DescribeLogDirsResult> Results = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode, since: 3);
        codec.Array(ref Results);
    }

    internal sealed class DescribeLogDirsResult : IMessagePart
    {
        public ErrorCode ErrorCode;
        public string LogDir = "";
        public List<DescribeLogDirsTopic> Topics = [];
        public long TotalBytes = -1;
        public long UsableBytes = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Error(ref ErrorCode);
            codec.String(ref LogDir);
            codec.Array(ref Topics);
            codec.Int64(ref TotalBytes, since: 4);
            codec.Int64(ref UsableBytes, since: 4);
        }
    }

    internal sealed class DescribeLogDirsTopic : IMessagePart
    {
        public string Name = "";
        public List<DescribeLogDirsPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class DescribeLogDirsPartition : IMessagePart
    {
        public int PartitionIndex;
        public long PartitionSize;
        public long OffsetLag;
        public bool IsFutureKey;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Int64(ref PartitionSize);
            codec.Int64(ref OffsetLag);
            codec.Bool(ref IsFutureKey);
        }
    }
}
