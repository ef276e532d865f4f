using System.Text;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Transactions;

/// <summary>Reads a partition as a consumer of committed records does: up to the last stable offset, without what was aborted.</summary>
internal static class CommittedReader
{
    /// <param name="partition">Whose.</param>
    /// <param name="fetchBytes">Bytes a fetch; each is told the aborted transactions of its own part of the log only.</param>
    public static List<string> ReadCommitted(this Partition partition, int fetchBytes = 1 << 20)
    {
        var values = new List<string>();
        var stable = partition.LastStableOffset;
        for (var offset = partition.Log.LogStartOffset; offset < stable;) values.AddRange(Read(partition, offset, stable, fetchBytes, out offset));
        return values;
    }

    /// <summary>One fetch.</summary>
    public static List<string> Read(Partition partition, long offset, long stable, int fetchBytes, out long next)
    {
        var values = new List<string>();
        using var read = partition.Log.Read(offset, fetchBytes, atLeastOne: true, endOffset: stable);
        next = stable;
        if (read.Slice.IsEmpty) return values;
        var batches = TestBatches.Split(read.Slice.BytesOf());
        next = new RecordBatch(batches[^1]).NextOffset;
        Deliver(batches, new(partition.Producers.AbortedBetween(offset, next).Select(aborted => (aborted.ProducerId, aborted.FirstOffset))), offset, values);
        return values;
    }

    // What Kafka's consumer does with a fetch's records: it learns from the list who is aborted, and from the markers who no longer is.
    private static void Deliver(List<byte[]> batches, Queue<(long Producer, long First)> aborted, long from, List<string> values)
    {
        var hidden = new HashSet<long>();
        foreach (var bytes in batches)
        {
            var batch = new RecordBatch(bytes);
            while (aborted.TryPeek(out var next) && next.First <= batch.LastOffset) hidden.Add(aborted.Dequeue().Producer);
            if (batch.IsControl)
            {
                if (TransactionMarker.TryRead(batch, out var committed) && !committed) hidden.Remove(batch.ProducerId);
                continue;
            }
            if (batch.IsTransactional && hidden.Contains(batch.ProducerId)) continue;
            foreach (var record in batch)
                if (batch.BaseOffset + record.OffsetDelta >= from) values.Add(Encoding.UTF8.GetString(record.Value));
        }
    }
}
