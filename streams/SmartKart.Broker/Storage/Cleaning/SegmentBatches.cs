namespace SmartKart.Broker.Storage;

/// <summary>All batches of a segment, held open while they are read. A damaged one ends in an error, never in a shorter log.</summary>
internal sealed class SegmentBatches : IDisposable
{
    private readonly Segment _segment;
    private readonly BatchScanner _scanner;
    private readonly CancellationToken _cancellation;

    /// <exception cref="ObjectDisposedException">The log has let the segment go.</exception>
    public SegmentBatches(Segment segment, CancellationToken cancellation = default)
    {
        _cancellation = cancellation;
        ObjectDisposedException.ThrowIf(!segment.TryAcquire(), segment);
        _segment = segment;
        _scanner = new BatchScanner(segment.File, 0, segment.Size, int.MaxValue);
    }

    /// <exception cref="CorruptLogException">A batch is damaged.</exception>
    /// <exception cref="OperationCanceledException">Who asked for them has no use for more.</exception>
    public bool TryNext(out RecordBatch batch)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_scanner.TryNext(out batch)) return true;
        return _scanner.Fault == BatchFault.None ? false : throw new CorruptLogException(_segment.LogPath,
            $"the batch at byte {_scanner.Position} is damaged ({_scanner.Fault}), so the log is not compacted. Restore the file, or cut it there: what follows is lost.");
    }

    public void Dispose()
    {
        _scanner.Dispose();
        _segment.Dispose();
    }
}
