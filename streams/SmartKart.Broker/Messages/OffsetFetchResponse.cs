using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Brings the committed offsets. Kafka's OffsetFetchResponse, versions 0 to 9, flexible from 6.</summary>
internal sealed class OffsetFetchResponse : IMessage
{
    public int ThrottleTimeMs;
    public List<OffsetFetchResponseTopic> Topics = [];
    public ErrorCode ErrorCode;
    public List<OffsetFetchResponseGroup> Groups = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 3);
        codec.Array(ref Topics, until: 7);
        codec.Error(ref ErrorCode, since: 2, until: 7);
        codec.Array(ref Groups, since: 8);
    }

    internal sealed class OffsetFetchResponseTopic : IMessagePart
    {
        public string Name = "";
        public List<OffsetFetchResponsePartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, until: 7);
            codec.Array(ref Partitions, until: 7);
        }
    }

    internal sealed class OffsetFetchResponsePartition : IMessagePart
    {
        public int PartitionIndex;
        public long CommittedOffset;
        public int CommittedLeaderEpoch = -1;
        public string? Metadata = "";
        public ErrorCode ErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex, until: 7);
            codec.Int64(ref CommittedOffset, until: 7);
            codec.Int32(ref CommittedLeaderEpoch, since: 5, until: 7);
            codec.NullableString(ref Metadata, until: 7);
            codec.Error(ref ErrorCode, until: 7);
        }
    }

    internal sealed class OffsetFetchResponseGroup : IMessagePart
    {
        public string GroupId = "";
        public List<OffsetFetchResponseTopics> Topics = [];
        public ErrorCode ErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref GroupId, since: 8);
            codec.Array(ref Topics, since: 8);
            codec.Error(ref ErrorCode, since: 8);
        }
    }

    internal sealed class OffsetFetchResponseTopics : IMessagePart
    {
        public string Name = "";
        public List<OffsetFetchResponsePartitions> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name, since: 8);
            codec.Array(ref Partitions, since: 8);
        }
    }

    internal sealed class OffsetFetchResponsePartitions : IMessagePart
    {
        public int PartitionIndex;
        public long CommittedOffset;
        public int CommittedLeaderEpoch = -1;
        public string? Metadata = "";
        public ErrorCode ErrorCode;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex, since: 8);
            codec.Int64(ref CommittedOffset, since: 8);
            codec.Int32(ref CommittedLeaderEpoch, since: 8);
            codec.NullableString(ref Metadata, since: 8);
            codec.Error(ref ErrorCode, since: 8);
        }
    }
}
