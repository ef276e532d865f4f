namespace SmartKart.Broker.Storage;

/// <summary>Finds the piece of a segment's file that answers a read: from a batch's beginning to a batch's end. Hot path: per fetch.</summary>
internal static class SliceSearch
{
    /// <returns>False where a segment went while it was looked for: take the log's segments anew.</returns>
    public static bool TryIn(Segment[] segments, long offset, int maxBytes, bool atLeastOne, long endOffset, out LogSlice slice)
    {
        slice = default;
        for (var index = LastAtOrBefore(segments, offset); index < segments.Length && offset < endOffset; index++)
        {
            var segment = segments[index];
            if (!segment.TryAcquire()) return false;
            try
            {
                var start = segment.Find(offset);
                // Appends may have gone on: not beyond what the caller may see.
                var stop = index == segments.Length - 1 || segments[index + 1].BaseOffset > endOffset ? segment.Find(endOffset) : segment.Size;
                if (start >= stop) continue;          // compaction left nothing here
                var end = stop - start <= maxBytes ? stop : segment.FindEnd(start, start + Math.Max(0, maxBytes));
                if (end == start && atLeastOne) end = segment.EndOfBatchAt(start);
                if (end > start) slice = new LogSlice(segment, start, (int)(end - start));
                return true;
            }
            finally
            {
                if (slice.IsEmpty) segment.Dispose();
            }
        }
        return true;
    }

    private static int LastAtOrBefore(Segment[] segments, long offset)
    {
        var (low, high) = (0, segments.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (segments[middle].BaseOffset <= offset) low = middle; else high = middle - 1;
        }
        return low;
    }
}
