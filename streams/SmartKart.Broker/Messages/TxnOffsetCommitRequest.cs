using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>
/// Commits a group's offsets within a transaction.
/// Kafka's TxnOffsetCommitRequest, versions 0 to 4, flexible from 3.
/// </summary>
internal sealed class TxnOffsetCommitRequest : IMessage
{
    public string TransactionalId = "";
    public string GroupId = "";
    public long ProducerId;
    public short ProducerEpoch;
    public int GenerationId = -1;
    public string MemberId = "";
    public string? GroupInstanceId;
    public List<TxnOffsetCommitRequestTopic> Topics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref TransactionalId);
        codec.String(ref GroupId);
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
        codec.Int32(ref GenerationId, since: 3);
        codec.String(ref MemberId, since: 3);
        codec.NullableString(ref GroupInstanceId, since: 3);
        codec.Array(ref Topics);
    }

    internal sealed class TxnOffsetCommitRequestTopic : IMessagePart
    {
        public string Name = "";
        public List<TxnOffsetCommitRequestPartition> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }

    internal sealed class TxnOffsetCommitRequestPartition : IMessagePart
    {
        public int PartitionIndex;
        public long CommittedOffset;
        public int CommittedLeaderEpoch = -1;
        public string? CommittedMetadata = "";

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.Int32(ref PartitionIndex);
            codec.Int64(ref CommittedOffset);
            codec.Int32(ref CommittedLeaderEpoch, since: 2);
            codec.NullableString(ref CommittedMetadata);
        }
    }
}
