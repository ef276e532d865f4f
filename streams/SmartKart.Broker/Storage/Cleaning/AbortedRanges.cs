using System.Buffers.Binary;

namespace SmartKart.Broker.Storage;

/// <summary>
/// Which transactional batches were taken back: learnt from the markers in the log itself. A marker is a control batch of one
/// record, whose key is version (int16) and type (int16; 0 abort, 1 commit).
/// </summary>
internal sealed class AbortedRanges
{
    private const short AbortType = 0;

    private readonly Dictionary<long, long> _open = [];                                          // producer → first offset
    private readonly Dictionary<long, List<(long First, long Marker)>> _aborted = [];

    /// <summary>Takes note of batches in the order of the log.</summary>
    public void Observe(in RecordBatch batch)
    {
        if (!batch.IsTransactional) return;
        if (!batch.IsControl)
        {
            _open.TryAdd(batch.ProducerId, batch.BaseOffset);
            return;
        }
        if (_open.Remove(batch.ProducerId, out var first) && IsAbort(batch))
            (_aborted.TryGetValue(batch.ProducerId, out var ranges) ? ranges : _aborted[batch.ProducerId] = []).Add((first, batch.BaseOffset));
    }

    public bool Contains(in RecordBatch batch)
    {
        if (!batch.IsTransactional || batch.IsControl || !_aborted.TryGetValue(batch.ProducerId, out var ranges)) return false;
        foreach (var (first, marker) in ranges)
            if (batch.BaseOffset >= first && batch.BaseOffset < marker) return true;
        return false;
    }

    private static bool IsAbort(in RecordBatch batch)
    {
        foreach (var record in batch)
            return record.Key.Length >= 4 && BinaryPrimitives.ReadInt16BigEndian(record.Key[2..]) == AbortType;
        return false;
    }
}
