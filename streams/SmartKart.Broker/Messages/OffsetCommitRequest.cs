using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Commits a group's offsets. Kafka's OffsetCommitRequest, versions 0 to 9, flexible from 8.</summary>
internal sealed class OffsetCommitRequest : IMessage
{
    public string GroupId = "";
    public int GenerationIdOrMemberEpoch = -1;
    public string MemberId = "";
    public string? GroupInstanceId;
    public long RetentionTimeMs = -1;
    public List<OffsetCommitRequestTopic> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref GroupId);
        codec.Int32(ref GenerationIdOrMemberEpoch, since: 1);
        codec.String(ref MemberId, since: 1);
        codec.NullableString(ref GroupInstanceId, since: 7);
        codec.Int64(ref RetentionTimeMs, since: 2, until: 4);
        codec.Array(ref Topics);
    }

    internal sealed class OffsetCommitRequestTopic : IMessagePart
    {
        public string Name = "";
        public List<OffsetCommitRequestPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class OffsetCommitRequestPartition : IMessagePart
    {
        public int PartitionIndex;
        public long CommittedOffset;
        public int CommittedLeaderEpoch = -1;
        public long CommitTimestamp = -1;
        public string? CommittedMetadata = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Int64(ref CommittedOffset);
            codec.Int32(ref CommittedLeaderEpoch, since: 6);
            codec.Int64(ref CommitTimestamp, since: 1, until: 1);
            codec.NullableString(ref CommittedMetadata);
        }
    }
}
