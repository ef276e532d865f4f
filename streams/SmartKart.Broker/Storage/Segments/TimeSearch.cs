namespace SmartKart.Broker.Storage;

/// <summary>Finds a record by its time within one segment: index, batch headers, then the batch's records.</summary>
internal static class TimeSearch
{
    public static OffsetAtTime? In(Segment segment, long timestampMs, long fromOffset)
    {
        var position = Math.Max(segment.FindTime(timestampMs), segment.Find(fromOffset));
        using var opened = new BatchRecords();
        using var batches = new BatchScanner(segment.File, position, segment.Size, int.MaxValue);
        while (batches.TryNext(out var batch))
            if (batch.MaxTimestamp >= timestampMs && InBatch(batch, opened, timestampMs, fromOffset) is { } found) return found;
        return batches.Fault == BatchFault.None ? null : throw new CorruptLogException(segment.LogPath,
            $"the batch at byte {batches.Position} is damaged ({batches.Fault}), so no record can be found by its time there. Restore the file, or cut it there: what follows is lost.");
    }

    private static OffsetAtTime? InBatch(in RecordBatch batch, BatchRecords opened, long timestampMs, long fromOffset)
    {
        // What a producer compressed badly, only its readers find out: there the batch as a whole is the answer, which is never too late.
        if (batch.IsLogAppendTime || opened.Open(batch, out var records) != BatchFault.None) return new OffsetAtTime(Math.Max(batch.BaseOffset, fromOffset), batch.MaxTimestamp);
        foreach (var record in records)
        {
            var (offset, timestamp) = (batch.BaseOffset + record.OffsetDelta, batch.BaseTimestamp + record.TimestampDelta);
            if (timestamp >= timestampMs && offset >= fromOffset) return new OffsetAtTime(offset, timestamp);
        }
        return null;
    }
}
