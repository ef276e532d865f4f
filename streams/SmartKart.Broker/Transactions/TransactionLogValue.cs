using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>The value of a record of <c>__transaction_state</c>: Kafka's TransactionLogValue, behind an int16 of its version, 0.</summary>
internal sealed class TransactionLogValue : IMessage
{
    public const short Version = 0;

    public long ProducerId;
    public short ProducerEpoch;
    public int TransactionTimeoutMs;
    public sbyte TransactionStatus;
    public List<PartitionsSchema>? TransactionPartitions;
    public long TransactionLastUpdateTimestampMs;
    public long TransactionStartTimestampMs;

    public static TransactionLogValue Of(Transaction transaction) => new()
    {
        ProducerId = transaction.Producer.Id,
        ProducerEpoch = transaction.Producer.Epoch,
        TransactionTimeoutMs = transaction.TimeoutMs,
        TransactionStatus = (sbyte)transaction.State,
        TransactionPartitions = transaction.State == TransactionState.Empty ? null :
            [.. transaction.Partitions.GroupBy(partition => partition.Topic).OrderBy(topic => topic.Key, StringComparer.Ordinal)
                .Select(topic => new PartitionsSchema { Topic = topic.Key, PartitionIds = [.. topic.Select(partition => partition.Partition).Order()] })],
        TransactionLastUpdateTimestampMs = transaction.UpdatedMs,
        TransactionStartTimestampMs = transaction.StartMs,
    };

    public Transaction ToTransaction() => new()
    {
        Producer = new ProducerIdAndEpoch(ProducerId, ProducerEpoch),
        TimeoutMs = TransactionTimeoutMs,
        State = (TransactionState)TransactionStatus,
        Partitions = [.. (TransactionPartitions ?? []).SelectMany(topic => topic.PartitionIds.Select(partition => new TopicPartition(topic.Topic, partition)))],
        StartMs = TransactionStartTimestampMs,
        UpdatedMs = TransactionLastUpdateTimestampMs,
    };

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int64(ref ProducerId);
        codec.Int16(ref ProducerEpoch);
        codec.Int32(ref TransactionTimeoutMs);
        codec.Int8(ref TransactionStatus);
        codec.NullableArray(ref TransactionPartitions);
        codec.Int64(ref TransactionLastUpdateTimestampMs);
        codec.Int64(ref TransactionStartTimestampMs);
    }

    internal sealed class PartitionsSchema : IMessagePart
    {
        public string Topic = "";
        public List<int> PartitionIds = [];

        public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
        {
            codec.String(ref Topic);
            codec.Array(ref PartitionIds);
        }
    }
}
