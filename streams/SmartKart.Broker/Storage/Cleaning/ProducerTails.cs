namespace SmartKart.Broker.Storage;

/// <summary>
/// The last batch of each producer at work. It outlives its records, emptied, for it carries what a restart must know of the
/// producer: its epoch, which fences older instances, and its last sequence number, by which a repeated batch is told.
/// </summary>
/// <param name="activeSinceMs">A producer whose last batch is older is at work no more.</param>
internal sealed class ProducerTails(long activeSinceMs)
{
    private const long None = -1;

    private readonly Dictionary<long, Tail> _tails = [];

    /// <summary>Takes note of a producer's batches in the order of the log.</summary>
    public void Observe(in RecordBatch batch)
    {
        if (!_tails.TryGetValue(batch.ProducerId, out var tail) || batch.ProducerEpoch > tail.Epoch)
            tail = new Tail(batch.ProducerEpoch, None, None, None);            // a new epoch begins its sequence anew
        if (batch.IsControl) tail = tail with { Marker = batch.BaseOffset };
        else tail = tail with { Data = batch.BaseOffset };
        _tails[batch.ProducerId] = tail with { TimestampMs = batch.MaxTimestamp };
    }

    /// <summary>Whether this is the batch to keep: the last with data, or, where the epoch has none, its last marker.</summary>
    public bool Contains(in RecordBatch batch)
    {
        if (batch.ProducerId < 0 || !_tails.TryGetValue(batch.ProducerId, out var tail) || tail.TimestampMs < activeSinceMs) return false;
        return batch.BaseOffset == (tail.Data == None ? tail.Marker : tail.Data);
    }

    private readonly record struct Tail(short Epoch, long Data, long Marker, long TimestampMs);
}
