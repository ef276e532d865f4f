namespace SmartKart.Broker.Storage;

/// <summary>
/// Follows the transactions while their batches pass through a compaction, oldest first, and says what of them is of no use
/// any more: the records of an aborted one, and a marker once no batch of its transaction has passed before it.
/// </summary>
internal sealed class CleanedTransactions(AbortedRanges aborted)
{
    private readonly HashSet<long> _seen = [];         // producers with a batch since their last marker

    /// <summary>Takes note of a batch in the order of the log.</summary>
    /// <returns>Whether its records may go.</returns>
    public bool Observe(in RecordBatch batch)
    {
        if (!batch.IsTransactional) return false;
        if (batch.IsControl) return !_seen.Remove(batch.ProducerId);
        _seen.Add(batch.ProducerId);
        return aborted.Contains(batch);
    }
}
