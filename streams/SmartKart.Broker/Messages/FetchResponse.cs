using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Brings record batches, and how far each partition reaches.
/// Kafka's FetchResponse, versions 0 to 17, flexible from 12.
/// </summary>
internal sealed class FetchResponse : IMessage
{
    public int ThrottleTimeMs;
    public ErrorCode ErrorCode;
    public int SessionId;
    public List<FetchableTopicResponse> Responses = [];
    public List<NodeEndpoint> NodeEndpoints = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ThrottleTimeMs, since: 1);
        codec.Error(ref ErrorCode, since: 7);
        codec.Int32(ref SessionId, since: 7);
        codec.Array(ref Responses);
        codec.Tagged(0, ref NodeEndpoints, since: 16);
    }

    internal sealed class FetchableTopicResponse : IMessagePart
    {
        public string Topic = "";
        public Guid TopicId;
        public List<PartitionData> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic, until: 12);
            codec.Uuid(ref TopicId, since: 13);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class PartitionData : IMessagePart
    {
        public int PartitionIndex;
        public ErrorCode ErrorCode;
        public long HighWatermark;
        public long LastStableOffset = -1;
        public long LogStartOffset = -1;
        public EpochEndOffset? DivergingEpoch;
        public LeaderIdAndEpoch? CurrentLeader;
        public SnapshotId? SnapshotId;
        public List<AbortedTransaction>? AbortedTransactions = [];
        public int PreferredReadReplica = -1;
        public Records? Records;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Error(ref ErrorCode);
            codec.Int64(ref HighWatermark);
            codec.Int64(ref LastStableOffset, since: 4);
            codec.Int64(ref LogStartOffset, since: 5);
            codec.NullableArray(ref AbortedTransactions, since: 4);
            codec.Int32(ref PreferredReadReplica, since: 11);
            codec.Records(ref Records);
            codec.Tagged(0, ref DivergingEpoch, since: 12);
            codec.Tagged(1, ref CurrentLeader, since: 12);
            codec.Tagged(2, ref SnapshotId, since: 12);
        }
    }

    internal sealed class EpochEndOffset : IMessagePart
    {
        public int Epoch = -1;
        public long EndOffset = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref Epoch, since: 12);
            codec.Int64(ref EndOffset, since: 12);
        }
    }

    internal sealed class LeaderIdAndEpoch : IMessagePart
    {
        public int LeaderId = -1;
        public int LeaderEpoch = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref LeaderId, since: 12);
            codec.Int32(ref LeaderEpoch, since: 12);
        }
    }

    internal sealed class SnapshotId : IMessagePart
    {
        public long EndOffset = -1;
        public int Epoch = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int64(ref EndOffset);
            codec.Int32(ref Epoch);
        }
    }

    internal sealed class AbortedTransaction : IMessagePart
    {
        public long ProducerId;
        public long FirstOffset;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int64(ref ProducerId, since: 4);
            codec.Int64(ref FirstOffset, since: 4);
        }
    }

    internal sealed class NodeEndpoint : IMessagePart
    {
        public int NodeId;
        public string Host = "";
        public int Port;
        public string? Rack;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref NodeId, since: 16);
            codec.String(ref Host, since: 16);
            codec.Int32(ref Port, since: 16);
            codec.NullableString(ref Rack, since: 16);
        }
    }
}
