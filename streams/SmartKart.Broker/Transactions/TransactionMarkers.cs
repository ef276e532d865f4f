using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Transactions;

/// <summary>Writes the end of a decided transaction into its partitions. A partition that was deleted meanwhile is passed over.</summary>
internal sealed class TransactionMarkers(Func<TopicPartition, Partition?> find, ITransactionalOffsets offsets, TimeProvider time, ILogger logger)
{
    private const int CoordinatorEpoch = 0;             // one broker: the coordinator never changes

    /// <summary>Writes what is missing; on return all markers are durable. After a failure it may be called again.</summary>
    /// <param name="producer">Its <see cref="TransactionalProducer.Marked"/> says which partitions have theirs.</param>
    /// <param name="transaction">Prepared.</param>
    /// <exception cref="BrokerException">A disk refused; what has its marker keeps it.</exception>
    public async Task WriteAsync(TransactionalProducer producer, Transaction transaction)
    {
        Debug.Assert(transaction.IsPrepared, "Markers follow a decision.");
        var logs = new List<PartitionLog>(transaction.Partitions.Count);
        foreach (var id in transaction.Partitions)
        {
            if (find(id) is not { } partition)
            {
                TransactionEvents.PartitionGone(logger, producer.TransactionalId, id.Topic, id.Partition);
                continue;
            }
            logs.Add(partition.Log);
            if (producer.Marked.Contains(id)) continue;
            Append(partition, producer, transaction);
            producer.Marked.Add(id);
        }
        await Task.WhenAll(logs.Select(log => log.DurableAsync()));
    }

    private void Append(Partition partition, TransactionalProducer producer, Transaction transaction)
    {
        var (id, epoch) = transaction.Producer;
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var marker = TransactionMarker.Write(new RecordBatchWriter(), id, epoch, transaction.IsCommit, CoordinatorEpoch, nowMs);
        var fault = partition.Log.Append(marker.Span, Partition.LeaderEpoch, AppendSource.Coordinator).Fault;
        // A newer epoch has been here: then so has the end of this transaction, as epochs follow one another.
        if (fault == AppendFault.StaleProducerEpoch)
            TransactionEvents.MarkerFenced(logger, producer.TransactionalId, partition.Id.Topic, partition.Id.Partition, epoch);
        else if (fault != AppendFault.None) throw new UnreachableException($"{partition.Id} refused a transaction's marker: {fault}.");
        if (partition.Id.Topic == InternalTopics.ConsumerOffsets) offsets.Complete(id, transaction.IsCommit);
    }
}
