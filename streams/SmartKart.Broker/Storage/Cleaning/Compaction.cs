using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>What a compaction did.</summary>
internal readonly record struct CompactionReport(long BytesBefore, long BytesAfter, long CleanedTo);

/// <summary>
/// Leaves the last value of each key in the closed segments. The part never compacted before is read for the last offset of
/// each key; then all closed segments, oldest first, are copied without what a later record replaces, small neighbours into
/// one file. Appends and reads go on; a file changes hands by renaming. One compaction of a log at a time.
/// </summary>
/// <param name="log">What is compacted.</param>
/// <param name="time">Says which tombstones have had their time.</param>
/// <param name="cancellation">Stops it between two batches; files already replaced stay so.</param>
internal sealed class Compaction(PartitionLog log, TimeProvider time, CancellationToken cancellation = default)
{
    /// <summary>Which share of the closed segments was never compacted; null where that is too little to begin.</summary>
    public double? DirtyRatio(long stableEnd = long.MaxValue) => RatioOf(ClosedBelow(log.Segments, stableEnd), log.State.Cleaned);

    /// <summary>Compacts if enough is dirty.</summary>
    /// <param name="stableEnd">The last stable offset: nothing behind it is touched, for its transactions may yet be aborted.</param>
    /// <returns>Null where there was nothing to do.</returns>
    public CompactionReport? Run(long stableEnd = long.MaxValue)
    {
        if (!log.Settings.Compacts) return null;
        var segments = log.Segments;
        var closed = ClosedBelow(segments, stableEnd);
        var dirtyFrom = log.State.Cleaned;
        if (RatioOf(closed, dirtyFrom) is null) return null;

        log.SaveCheckpoint();                          // the durable point must not stay in a file that is about to be merged
        var now = time.GetUtcNow();
        var survey = LogSurvey.Of(segments, activeSinceMs: (now - log.Settings.ProducerExpiration).ToUnixTimeMilliseconds(), cancellation);
        var keys = new KeyOffsets(log.Settings.CompactionKeys);
        var mappedEnd = Map(closed, segments[closed.Length].BaseOffset, dirtyFrom, survey.Aborted, keys);
        using var cleaner = new BatchCleaner(survey, keys, mappedEnd, log.Settings, now.ToUnixTimeMilliseconds());
        var (before, after) = (0L, 0L);
        for (var at = 0; at < closed.Length && closed[at].BaseOffset < mappedEnd;)
        {
            if (CopyFrom(segments, at, closed.Length, cleaner) is not { } copy) return null;
            at += copy.Segments;
            (before, after) = (before + copy.BytesBefore, after + copy.BytesAfter);
        }
        log.NoteCleaned(mappedEnd);
        return new CompactionReport(before, after, mappedEnd);
    }

    private static Segment[] ClosedBelow(Segment[] segments, long stableEnd) =>
        [.. segments[..^1].Where((_, index) => segments[index + 1].BaseOffset <= stableEnd)];

    private double? RatioOf(Segment[] closed, long dirtyFrom)
    {
        var total = closed.Sum(segment => segment.Size);
        var dirty = closed.Where(segment => segment.EndOffset > dirtyFrom).Sum(segment => segment.Size);
        return dirty > 0 && dirty >= total * log.Settings.MinCleanableRatio ? (double)dirty / total : null;
    }

    /// <returns>The offset up to which every key's last offset is known.</returns>
    private long Map(Segment[] closed, long closedEnd, long from, AbortedRanges aborted, KeyOffsets keys)
    {
        using var opened = new BatchRecords();
        foreach (var segment in closed.Where(segment => segment.EndOffset > from))
        {
            using var batches = new SegmentBatches(segment, cancellation);
            while (batches.TryNext(out var batch))
            {
                if (batch.LastOffset < from || batch.IsControl || aborted.Contains(batch)) continue;
                if (opened.Open(batch, out var records) == BatchFault.None && FirstWithoutRoom(batch, records, from, keys) is { } end) return end;
            }
        }
        return closedEnd;
    }

    private static long? FirstWithoutRoom(in RecordBatch batch, RecordEnumerator records, long from, KeyOffsets keys)
    {
        foreach (var record in records)
        {
            var offset = batch.BaseOffset + record.OffsetDelta;
            if (offset >= from && record.HasKey && !keys.TrySet(record.Key, offset)) return offset;
        }
        return null;
    }

    /// <summary>Copies a segment, and its neighbours while they surely fit into one file with what is left.</summary>
    /// <returns>Null where the log has let the segments go meanwhile.</returns>
    private (int Segments, long BytesBefore, long BytesAfter)? CopyFrom(Segment[] segments, int first, int closed, BatchCleaner cleaner)
    {
        var path = SegmentFiles.PathOf(log.DirectoryPath, segments[first].BaseOffset, SegmentFiles.Log + SegmentFiles.Cleaned);
        var isPlaced = false;
        try
        {
            var (size, next) = (0L, first);
            using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
            {
                do size = CopyInto(file, size, segments[next++], cleaner);
                while (next < closed && size + segments[next].Size <= log.Settings.SegmentBytes && segments[next].EndOffset - segments[first].BaseOffset <= int.MaxValue);
                RandomAccess.FlushToDisk(file);
            }
            var group = segments[first..next];
            var before = group.Sum(segment => segment.Size);
            isPlaced = TakePlace(group, segments[next].BaseOffset);
            return isPlaced ? (group.Length, before, size) : null;
        }
        catch (IOException refusal)
        {
            throw new LogWriteException(path, refusal);
        }
        finally
        {
            if (!isPlaced) SegmentFiles.DeleteCleaned(log.DirectoryPath, segments[first].BaseOffset);
        }
    }

    private bool TakePlace(Segment[] group, long end)
    {
        var fresh = Segment.OpenCleaned(log.DirectoryPath, group[0].BaseOffset, log.Settings, log.OpenSegments);
        try
        {
            fresh.Load(long.MaxValue);
            fresh.SaveIndexes(sync: null);
            return log.Replace(group, fresh, end);
        }
        finally
        {
            if (!log.Segments.Contains(fresh)) fresh.LetGo();
        }
    }

    private long CopyInto(SafeFileHandle file, long position, Segment segment, BatchCleaner cleaner)
    {
        const int gatheredBytes = 1 << 20;             // a compacted log is one of small batches
        var gathered = new ArrayBufferWriter<byte>(gatheredBytes);
        using var batches = new SegmentBatches(segment, cancellation);
        for (var more = true; more;)
        {
            more = batches.TryNext(out var batch);
            if (more) gathered.Write(cleaner.Clean(batch));
            if (more && gathered.WrittenCount < gatheredBytes) continue;
            RandomAccess.Write(file, gathered.WrittenSpan, position);
            position += gathered.WrittenCount;
            gathered.ResetWrittenCount();
        }
        return position;
    }
}
