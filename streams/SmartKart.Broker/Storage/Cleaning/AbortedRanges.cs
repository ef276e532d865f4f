namespace SmartKart.Broker.Storage;

/// <summary>Which transactional batches were taken back: learnt from the markers in the log itself.</summary>
internal sealed class AbortedRanges
{
    private readonly Dictionary<long, long> _open = [];                                          // producer → first offset
    private readonly Dictionary<long, List<(long First, long Marker)>> _aborted = [];            // in the order of the log

    /// <summary>Takes note of batches in the order of the log.</summary>
    public void Observe(in RecordBatch batch)
    {
        if (!batch.IsTransactional) return;
        if (!batch.IsControl)
        {
            _open.TryAdd(batch.ProducerId, batch.BaseOffset);
            return;
        }
        if (TransactionMarker.TryRead(batch, out var committed) && _open.Remove(batch.ProducerId, out var first) && !committed)
            (_aborted.TryGetValue(batch.ProducerId, out var ranges) ? ranges : _aborted[batch.ProducerId] = []).Add((first, batch.BaseOffset));
    }

    public bool Contains(in RecordBatch batch)
    {
        if (!batch.IsTransactional || batch.IsControl || !_aborted.TryGetValue(batch.ProducerId, out var ranges)) return false;
        var (low, high) = (0, ranges.Count);
        while (low < high)                             // to the first range that ends behind the batch
        {
            var middle = (low + high) / 2;
            if (ranges[middle].Marker < batch.BaseOffset) low = middle + 1; else high = middle;
        }
        return low < ranges.Count && ranges[low].First <= batch.BaseOffset;
    }
}
