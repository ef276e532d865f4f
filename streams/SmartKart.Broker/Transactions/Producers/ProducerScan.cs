using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>
/// Shows a log's batches, from an offset to its end, to <see cref="ProducerStates"/>: their headers, and of control batches
/// the record as well. Data is not read, so a scan is bound by the number of batches and not by their size.
/// </summary>
internal static class ProducerScan
{
    private const int WindowBytes = 64 * 1024;

    /// <exception cref="CorruptLogException">No batch begins where one was appended.</exception>
    public static void Run(PartitionLog log, long from, Visitor visit)
    {
        var buffer = new byte[WindowBytes];
        foreach (var segment in log.Segments)
        {
            if (segment.EndOffset <= from || !segment.TryAcquire()) continue;
            using (segment)
            {
                var window = new HeaderWindow(segment.File, buffer);
                var size = segment.Size;
                for (var position = segment.Find(from); position < size;)
                {
                    if (!window.TryRead(position, size, out var header))
                        throw Damaged(segment, $"no record batch begins at byte {position}, where one was appended");
                    visit(header.IsControl ? Whole(segment, position, (int)header.TotalBytes) : header);
                    position += header.TotalBytes;
                }
            }
        }
    }

    private static RecordBatch Whole(Segment segment, long position, int bytes)
    {
        var batch = new byte[bytes];
        if (RandomAccess.Read(segment.File, batch, position) < bytes || RecordBatch.Check(batch, bytes, out _) != BatchFault.None)
            throw Damaged(segment, $"the control batch at byte {position} is damaged");
        return new RecordBatch(batch);
    }

    private static CorruptLogException Damaged(Segment segment, string problem) =>
        new(segment.LogPath, $"{problem}. Restore the file, or cut it there: what follows is lost.");

    internal delegate void Visitor(in RecordBatch batch);
}
