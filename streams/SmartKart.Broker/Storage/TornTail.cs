using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>
/// Tells the torn end of a crash from damage in the middle: behind the former no sound batch follows. Looks at every byte that
/// could begin one; a header that could be one is rare, so few checksums are computed.
/// </summary>
internal static class TornTail
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Where a sound batch lies behind a damaged one; null where none does.</summary>
    /// <param name="file">The log.</param>
    /// <param name="damaged">Where the damaged batch begins.</param>
    /// <param name="length">Of the file.</param>
    /// <param name="endOffset">Where the log goes on; a batch behind has a higher offset, or this one.</param>
    public static long? FindBatchBehind(SafeFileHandle file, long damaged, long length, long endOffset)
    {
        var chunk = new byte[ChunkBytes + RecordBatch.HeaderBytes];
        for (var start = damaged + 1; start + RecordBatch.HeaderBytes <= length; start += ChunkBytes)
        {
            var read = RandomAccess.Read(file, chunk, start);
            for (var at = 0; at < ChunkBytes && at + RecordBatch.HeaderBytes <= read; at++)
            {
                var header = new RecordBatch(chunk.AsSpan(at, RecordBatch.HeaderBytes));
                if (header.MagicByte != RecordBatch.Magic || header.HeaderFault() != BatchFault.None || header.BaseOffset < endOffset) continue;
                if (start + at + header.TotalBytes <= length && IsSound(file, start + at, (int)header.TotalBytes)) return start + at;
            }
        }
        return null;
    }

    private static bool IsSound(SafeFileHandle file, long position, int bytes)
    {
        using var scanner = new BatchScanner(file, position, position + bytes, int.MaxValue);
        return scanner.TryNext(out _);
    }
}
