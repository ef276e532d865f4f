namespace SmartKart.Broker.Storage;

/// <summary>What every append must be before the log looks at it: sound batches, one behind another, fit for this log. Hot path: per batch.</summary>
internal static class BatchAdmission
{
    public static AppendFault Check(ReadOnlySpan<byte> batches, LogSettings settings, AppendSource source)
    {
        if (batches.IsEmpty) return AppendFault.Corrupt;
        while (!batches.IsEmpty)
        {
            // A length beyond the bytes is a lie, not a large batch: only a whole one can be too large.
            switch (RecordBatch.Check(batches, int.MaxValue, out var bytes))
            {
                case BatchFault.None: break;
                case BatchFault.BadMagic: return batches[16] < RecordBatch.Magic ? AppendFault.UnsupportedVersion : AppendFault.Corrupt;
                default: return AppendFault.Corrupt;
            }
            if (bytes > settings.MaxBatchBytes) return AppendFault.TooLarge;
            var fault = CheckOne(new RecordBatch(batches[..bytes]), settings, source);
            if (fault != AppendFault.None) return fault;
            batches = batches[bytes..];
        }
        return AppendFault.None;
    }

    /// <summary>Gives checked batches their places, in place.</summary>
    /// <param name="batches">One behind another.</param>
    /// <param name="offset">Of the first record.</param>
    /// <param name="leaderEpoch">Written into each.</param>
    /// <param name="appendTimeMs">To stamp them with; −1 to leave their timestamps.</param>
    /// <returns>The offset after the last record.</returns>
    public static long Assign(Span<byte> batches, long offset, int leaderEpoch, long appendTimeMs)
    {
        while (!batches.IsEmpty)
        {
            var header = new RecordBatch(batches);
            var bytes = (int)header.TotalBytes;
            var count = header.LastOffsetDelta + 1;
            RecordBatch.Assign(batches[..bytes], offset, leaderEpoch);
            if (appendTimeMs >= 0) RecordBatch.AssignAppendTime(batches[..bytes], appendTimeMs);
            offset += count;
            batches = batches[bytes..];
        }
        return offset;
    }

    /// <summary>Which records of a batch have no key, by their place in it: those that a compacted log cannot hold.</summary>
    public static List<int> WithoutKey(in RecordBatch batch)
    {
        var found = new List<int>();
        using var opened = new BatchRecords();
        if (opened.Open(batch, out var records) != BatchFault.None) return found;
        foreach (var record in records)
            if (!record.HasKey) found.Add(record.OffsetDelta);
        return found;
    }

    private static AppendFault CheckOne(in RecordBatch batch, LogSettings settings, AppendSource source)
    {
        var isWhole = batch.Count > 0 && batch.Count == batch.LastOffsetDelta + 1 && !batch.HasDeleteHorizon;
        if (!isWhole || (batch.IsControl && source == AppendSource.Producer)) return AppendFault.InvalidRecord;
        var needsKeys = settings.Compacts && !batch.IsControl;
        if (!batch.IsCompressed)
            return batch.CheckRecords() != BatchFault.None ? AppendFault.Corrupt
                : needsKeys && LacksKey(batch.GetEnumerator()) ? AppendFault.InvalidRecord : AppendFault.None;
        return needsKeys ? CheckCompressed(batch) : AppendFault.None;          // else what is inside is for its readers to check
    }

    private static AppendFault CheckCompressed(in RecordBatch batch)
    {
        using var opened = new BatchRecords();
        return opened.Open(batch, out var records) switch
        {
            BatchFault.None => LacksKey(records) ? AppendFault.InvalidRecord : AppendFault.None,
            BatchFault.TooLarge => AppendFault.TooLarge,
            _ => AppendFault.Corrupt,
        };
    }

    private static bool LacksKey(RecordEnumerator records)
    {
        foreach (var record in records)
            if (!record.HasKey) return true;
        return false;
    }
}
