namespace SmartKart.Broker.Storage;

/// <summary>
/// Decides what of each batch outlives a compaction. Batches go through in the order of the log. A batch that stays whole
/// stays byte for byte; one that loses records is written again by its own codec, with its offsets, producer and sequence as
/// they were. A tombstone gets its delete horizon with the first compaction that meets it, and goes with the first after that;
/// so does the marker of a transaction of which nothing is left (KIP-534). A producer's last batch stays, empty if need be.
/// </summary>
/// <param name="survey">Of the whole log.</param>
/// <param name="last">Each key's last offset.</param>
/// <param name="mappedEnd">Up to where it is known.</param>
/// <param name="settings">The log's.</param>
/// <param name="nowMs">Ms since 1970.</param>
internal sealed class BatchCleaner(LogSurvey survey, KeyOffsets last, long mappedEnd, LogSettings settings, long nowMs) : IDisposable
{
    private readonly CleanedTransactions _transactions = new(survey.Aborted);
    private readonly BatchRecords _opened = new();
    private readonly RecordBatchWriter _writer = new();
    private bool _hasUnreadable;

    /// <summary>What is left; empty where nothing is. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Clean(RecordBatch batch)
    {
        var isDone = _transactions.Observe(batch);
        if (batch.BaseOffset >= mappedEnd) return batch.Bytes;
        if (batch.IsControl) return isDone ? CleanMarker(batch) : batch.Bytes;
        if (isDone) return WithoutRecords(batch);
        if (_opened.Open(batch, out var records) != BatchFault.None)
        {
            // Its keys can't be seen: it stays, and so does every tombstone after it, which may be what hides an older value in there.
            _hasUnreadable = true;
            return batch.Bytes;
        }
        var (kept, keptTombstones) = Count(batch, records);
        if (kept == 0) return WithoutRecords(batch);
        var needsHorizon = keptTombstones && !batch.HasDeleteHorizon;
        return kept == batch.Count && !needsHorizon ? batch.Bytes : Rewrite(batch, records, needsHorizon);
    }

    public void Dispose() => _opened.Dispose();

    private ReadOnlySpan<byte> CleanMarker(RecordBatch batch)
    {
        if (batch.Count == 0 || IsPastHorizon(batch)) return WithoutRecords(batch);
        return batch.HasDeleteHorizon ? batch.Bytes : Rewrite(batch, batch.GetEnumerator(), needsHorizon: true);
    }

    private bool IsPastHorizon(in RecordBatch batch) => batch.HasDeleteHorizon && batch.BaseTimestamp <= nowMs;

    private (int Kept, bool Tombstones) Count(in RecordBatch batch, RecordEnumerator records)
    {
        var (kept, tombstones) = (0, false);
        foreach (var record in records)
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
        if (batch.IsControl || offset >= mappedEnd) return true;
        if (!record.HasKey || last.LastOf(record.Key) > offset) return false;
        return record.HasValue || _hasUnreadable || !IsPastHorizon(batch);
    }

    private ReadOnlySpan<byte> Rewrite(RecordBatch batch, RecordEnumerator records, bool needsHorizon)
    {
        var header = BatchHeader.Of(batch);
        if (needsHorizon) header = header with { HasDeleteHorizon = true, BaseTimestamp = nowMs + (long)settings.DeleteRetention.TotalMilliseconds };
        _writer.Begin(header);
        foreach (var record in records)
            if (Stays(batch, record)) _writer.Append(record, batch.BaseTimestamp + record.TimestampDelta);
        return _writer.Finish(batch.LastOffsetDelta, batch.IsLogAppendTime ? batch.MaxTimestamp : null).Span;
    }

    private ReadOnlySpan<byte> WithoutRecords(RecordBatch batch)
    {
        if (!survey.Tails.Contains(batch)) return default;
        if (batch.Count == 0) return batch.Bytes;
        _writer.Begin(BatchHeader.Of(batch).Emptied());
        return _writer.Finish(batch.LastOffsetDelta, batch.MaxTimestamp).Span;
    }
}
