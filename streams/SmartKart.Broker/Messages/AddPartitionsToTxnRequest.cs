using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Messages;

/// <summary>Takes partitions into a transaction. Kafka's AddPartitionsToTxnRequest, versions 0 to 5, flexible from 3.</summary>
internal sealed class AddPartitionsToTxnRequest : IMessage
{
    public List<AddPartitionsToTxnTransaction> Transactions = [];
    public string V3AndBelowTransactionalId = "";
    public long V3AndBelowProducerId;
    public short V3AndBelowProducerEpoch;
    public List<AddPartitionsToTxnTopic> V3AndBelowTopics = [];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Array(ref Transactions, since: 4);
        codec.String(ref V3AndBelowTransactionalId, until: 3);
        codec.Int64(ref V3AndBelowProducerId, until: 3);
        codec.Int16(ref V3AndBelowProducerEpoch, until: 3);
        codec.Array(ref V3AndBelowTopics, until: 3);
    }

    internal sealed class AddPartitionsToTxnTransaction : IMessagePart
    {
        public string TransactionalId = "";
        public long ProducerId;
        public short ProducerEpoch;
        public bool VerifyOnly;
        public List<AddPartitionsToTxnTopic> Topics = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref TransactionalId, since: 4);
            codec.Int64(ref ProducerId, since: 4);
            codec.Int16(ref ProducerEpoch, since: 4);
            codec.Bool(ref VerifyOnly, since: 4);
            codec.Array(ref Topics, since: 4);
        }
    }

    internal sealed class AddPartitionsToTxnTopic : IMessagePart
    {
        public string Name = "";
        public List<int> Partitions = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Name);
            codec.Array(ref Partitions);
        }
    }
}
