using SmartKart.Broker.Native.Libc;

namespace SmartKart.Broker.Storage;

/// <summary>What opening a log found and did.</summary>
/// <param name="ScannedBytes">Read and checked, because no checkpoint vouched for them; 0 after a clean stop.</param>
/// <param name="CutBytes">Of a torn tail.</param>
internal readonly record struct RecoveryReport(long ScannedBytes, long CutBytes);

/// <summary>A log as it lies on the disk, made sound.</summary>
internal sealed record RecoveredLog(Segment[] Segments, Checkpoint Checkpoint, RecoveryReport Report);

/// <summary>
/// Opens a partition after whatever ended the last process. Up to the checkpoint the files are believed; from there on each
/// batch is read and its checksum computed. A crash can only have torn the end of the last file, so only that is cut off: bad
/// bytes with sound batches behind them, a file shorter than the checkpoint has it, or one that is missing, are refused by
/// name. Indexes can be made from the log, so they are never a reason to refuse.
/// </summary>
internal static class Recovery
{
    public static RecoveredLog Open(string directory, LogSettings settings, OpenSegments places)
    {
        Directory.CreateDirectory(directory);
        FinishCompaction(directory);
        var checkpoint = Checkpoint.Read(directory);
        var bases = SegmentFiles.BaseOffsets(directory);
        RemoveOrphans(directory, bases);
        if (checkpoint is { } known) bases = WithoutDeleted(directory, bases, known);
        var segments = new List<Segment>();
        try
        {
            var report = default(RecoveryReport);
            for (var index = 0; index < bases.Length; index++)
            {
                var segment = Segment.Open(directory, bases[index], settings, places);
                segments.Add(segment);
                var loaded = Load(segment, checkpoint, isLast: index == bases.Length - 1);
                report = new RecoveryReport(report.ScannedBytes + loaded.ScannedBytes, report.CutBytes + loaded.CutBytes);
                if (index > 0) CheckNeighbours(segments[index - 1], segment, checkpoint?.Sparse ?? long.MaxValue, settings);
                if (index < bases.Length - 1 && segment.DurableSize == segment.Size) segment.Unpin();      // at once: there may be thousands
            }
            if (segments.Count == 0) segments.Add(Segment.Create(directory, checkpoint?.LogStart ?? 0, settings, places));
            // A log without a checkpoint is new, or lost it: then nobody knows where compaction has been.
            var first = segments[0].BaseOffset;
            var state = checkpoint ?? new Checkpoint(first, new DurablePoint(first, 0), first, Sparse: bases.Length == 0 ? first : segments[^1].EndOffset);
            if (checkpoint is null) state.Write(directory);
            return new RecoveredLog([.. segments], state, report);
        }
        catch
        {
            foreach (var segment in segments) segment.LetGo();
            throw;
        }
    }

    /// <summary>Puts a compacted file in the place of what it was made from. Each step may be the last before a crash, and be done again.</summary>
    public static void CompleteSwap(string directory, string swap)
    {
        if (!SegmentFiles.TryParseSwap(swap, out var first, out var end))
            throw new CorruptLogException(swap, "the name of this compacted file does not say what it replaces. It is none of the broker's; move it away.");
        foreach (var replaced in SegmentFiles.BaseOffsets(directory).Where(offset => offset > first && offset < end).OrderDescending())
            SegmentFiles.Delete(directory, replaced);
        SegmentFiles.DeleteIndexes(directory, first);
        File.Move(swap, SegmentFiles.PathOf(directory, first, SegmentFiles.Log), overwrite: true);
        DirectoryEntries.Flush(directory);
    }

    private static void FinishCompaction(string directory)
    {
        foreach (var draft in Directory.GetFiles(directory, "*" + SegmentFiles.Cleaned)) File.Delete(draft);
        foreach (var swap in Directory.GetFiles(directory, "*" + SegmentFiles.Swap)) CompleteSwap(directory, swap);
    }

    private static void RemoveOrphans(string directory, long[] bases)
    {
        foreach (var index in Directory.GetFiles(directory, "*" + SegmentFiles.Index).Concat(Directory.GetFiles(directory, "*" + SegmentFiles.TimeIndex)))
            if (SegmentFiles.BaseOffsetOf(index) is { } offset && !bases.Contains(offset)) File.Delete(index);
    }

    /// <summary>Finishes a deletion that a crash cut short: segments wholly before the log's start.</summary>
    private static long[] WithoutDeleted(string directory, long[] bases, Checkpoint checkpoint)
    {
        var durable = SegmentFiles.PathOf(directory, checkpoint.Durable.Segment, SegmentFiles.Log);
        if (checkpoint.Durable.Bytes > 0 && !bases.Contains(checkpoint.Durable.Segment))
            throw new CorruptLogException(durable, $"the file is missing, and the checkpoint beside it has {checkpoint.Durable.Bytes} bytes in it. Restore it; or delete the checkpoint to go on without these records.");
        var kept = Math.Max(0, Array.FindLastIndex(bases, offset => offset <= checkpoint.LogStart));
        if (bases.Length > 0 && bases[0] > checkpoint.LogStart && bases[0] > checkpoint.Sparse)
            throw new CorruptLogException(SegmentFiles.PathOf(directory, checkpoint.LogStart, SegmentFiles.Log),
                $"the log begins at offset {checkpoint.LogStart}, but its first file at {bases[0]}: one is missing. Restore it; or delete the checkpoint to go on without these records.");
        foreach (var deleted in bases[..Math.Min(kept, bases.Length)]) SegmentFiles.Delete(directory, deleted);
        return bases[Math.Min(kept, bases.Length)..];
    }

    private static RecoveryReport Load(Segment segment, Checkpoint? checkpoint, bool isLast)
    {
        var length = RandomAccess.GetLength(segment.File);
        var trusted = checkpoint is not { } known || segment.BaseOffset > known.Durable.Segment ? 0
            : segment.BaseOffset < known.Durable.Segment ? length : known.Durable.Bytes;
        if (trusted > length)
            throw new CorruptLogException(segment.LogPath, $"the file has {length} bytes, but {trusted} were durable when it was last checked: something has cut it. Restore it; or delete the checkpoint beside it to go on without the lost records.");
        var sound = segment.Load(trusted, isDense: segment.BaseOffset >= (checkpoint?.Sparse ?? long.MaxValue));
        if (sound == length) return new RecoveryReport(length - trusted, 0);
        if (sound < trusted)
            throw new CorruptLogException(segment.LogPath, $"the batch at byte {sound} is damaged, and it was durable. Restore the file; or cut it to {sound} bytes and delete the checkpoint beside it: records from offset {segment.EndOffset} on are then lost.");
        if (!isLast)
            throw new CorruptLogException(segment.LogPath, $"the batch at byte {sound} is damaged, and later files follow, so it is not the torn end of a crash. Restore the file; or cut it to {sound} bytes and delete the later files: records from offset {segment.EndOffset} on are then lost.");
        if (TornTail.FindBatchBehind(segment.File, sound, length, segment.EndOffset) is { } behind)
            throw new CorruptLogException(segment.LogPath, $"the batch at byte {sound} is damaged, and a sound one follows at byte {behind}, so it is not the torn end of a crash. Restore the file; or cut it to {sound} bytes: records from offset {segment.EndOffset} on are then lost.");
        RandomAccess.SetLength(segment.File, sound);
        RandomAccess.FlushToDisk(segment.File);
        return new RecoveryReport(length - trusted, length - sound);
    }

    private static void CheckNeighbours(Segment left, Segment right, long sparse, LogSettings settings)
    {
        if (left.EndOffset > right.BaseOffset)
            throw new CorruptLogException(right.LogPath, $"the file begins at offset {right.BaseOffset}, but the one before it ends at {left.EndOffset}. One of them is from elsewhere; restore them.");
        if (left.EndOffset < right.BaseOffset && right.BaseOffset > sparse && !settings.Compacts)
            throw new CorruptLogException(SegmentFiles.PathOf(Path.GetDirectoryName(left.LogPath)!, left.EndOffset, SegmentFiles.Log),
                $"offsets {left.EndOffset} to {right.BaseOffset - 1} are in no file: one is missing, or {left.LogPath} was cut. Restore it; or delete the later files to go on without their records.");
    }
}
