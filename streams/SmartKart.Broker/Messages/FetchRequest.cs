using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Asks for record batches from an offset on, of each partition named.
/// Kafka's FetchRequest, versions 0 to 17, flexible from 12.
/// </summary>
internal sealed class FetchRequest : IMessage
{
    public string? ClusterId;
    public int ReplicaId = -1;
    public ReplicaIdAndEpoch? ReplicaState;
    public int MaxWaitMs;
    public int MinBytes;
    public int MaxBytes = int.MaxValue;
    public sbyte IsolationLevel;
    public int SessionId;
    public int SessionEpoch = -1;
    public List<FetchTopic> Topics = [];
    public List<ForgottenTopic> ForgottenTopicsData = [];
    public string RackId = "";

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref ReplicaId, until: 14);
        codec.Int32(ref MaxWaitMs);
        codec.Int32(ref MinBytes);
        codec.Int32(ref MaxBytes, since: 3);
        codec.Int8(ref IsolationLevel, since: 4);
        codec.Int32(ref SessionId, since: 7);
        codec.Int32(ref SessionEpoch, since: 7);
        codec.Array(ref Topics);
        codec.Array(ref ForgottenTopicsData, since: 7);
        codec.String(ref RackId, since: 11);
        codec.Tagged(0, ref ClusterId, since: 12);
        codec.Tagged(1, ref ReplicaState, since: 15);
    }

    internal sealed class ReplicaIdAndEpoch : IMessagePart
    {
        public int ReplicaId = -1;
        public long ReplicaEpoch = -1;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref ReplicaId, since: 15);
            codec.Int64(ref ReplicaEpoch, since: 15);
        }
    }

    internal sealed class FetchTopic : IMessagePart
    {
        public string Topic = "";
        public Guid TopicId;
        public List<FetchPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic, until: 12);
            codec.Uuid(ref TopicId, since: 13);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class FetchPartition : IMessagePart
    {
        public int Partition;
        public int CurrentLeaderEpoch = -1;
        public long FetchOffset;
        public int LastFetchedEpoch = -1;
        public long LogStartOffset = -1;
        public int PartitionMaxBytes;
        public Guid ReplicaDirectoryId;

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref Partition);
            codec.Int32(ref CurrentLeaderEpoch, since: 9);
            codec.Int64(ref FetchOffset);
            codec.Int32(ref LastFetchedEpoch, since: 12);
            codec.Int64(ref LogStartOffset, since: 5);
            codec.Int32(ref PartitionMaxBytes);
            codec.Tagged(0, ref ReplicaDirectoryId, since: 17);
        }
    }

    internal sealed class ForgottenTopic : IMessagePart
    {
        public string Topic = "";
        public Guid TopicId;
        public List<int> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic, since: 7, until: 12);
            codec.Uuid(ref TopicId, since: 13);
            codec.Array(ref Partitions, since: 7);
        }
    }
}
