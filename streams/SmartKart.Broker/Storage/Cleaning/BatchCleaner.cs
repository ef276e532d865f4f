namespace SmartKart.Broker.Storage;

/// <summary>
/// Decides what of each batch outlives a compaction. Batches go through in the order of the log. A batch that stays whole
/// stays byte for byte; one that loses records is written again, with its offsets, producer and sequence as they were.
/// A tombstone gets its delete horizon with the first compaction that meets it (KIP-534), and goes with the first after that.
/// </summary>
internal sealed class BatchCleaner(KeyOffsets last, long mappedEnd, AbortedRanges aborted, LogSettings settings, long nowMs)
{
    private readonly RecordBatchWriter _writer = new();
    private bool _hasCompressed;

    /// <summary>What is left; empty where nothing is. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Clean(RecordBatch batch)
    {
        if (aborted.Contains(batch)) return default;
        // Without the codecs the keys inside can't be seen: such a batch stays, and so does every tombstone after it, for it
        // may be what hides an older value in there.
        if (batch.IsCompressed) _hasCompressed = true;
        if (batch.IsCompressed || batch.IsControl || batch.BaseOffset >= mappedEnd) return batch.Bytes;
        var (kept, keptTombstones) = Count(batch);
        if (kept == 0) return default;
        var needsHorizon = keptTombstones && !batch.HasDeleteHorizon;
        return kept == batch.Count && !needsHorizon ? batch.Bytes : Rewrite(batch, needsHorizon).Span;
    }

    private (int Kept, bool Tombstones) Count(in RecordBatch batch)
    {
        var (kept, tombstones) = (0, false);
        foreach (var record in batch)
        {
            if (!Stays(batch, record)) continue;
            kept++;
            tombstones |= !record.HasValue;
        }
        return (kept, tombstones);
    }

    private bool Stays(in RecordBatch batch, in Record record)
    {
        var offset = batch.BaseOffset + record.OffsetDelta;
        if (offset >= mappedEnd) return true;
        if (!record.HasKey || last.LastOf(record.Key) > offset) return false;
        return record.HasValue || _hasCompressed || !batch.HasDeleteHorizon || batch.BaseTimestamp > nowMs;
    }

    private Memory<byte> Rewrite(in RecordBatch batch, bool needsHorizon)
    {
        var header = BatchHeader.Of(batch);
        if (needsHorizon) header = header with { HasDeleteHorizon = true, BaseTimestamp = nowMs + (long)settings.DeleteRetention.TotalMilliseconds };
        _writer.Begin(header);
        foreach (var record in batch)
            if (Stays(batch, record)) _writer.Append(record, batch.BaseTimestamp + record.TimestampDelta);
        return _writer.Finish(batch.LastOffsetDelta, batch.IsLogAppendTime ? batch.MaxTimestamp : null);
    }
}
