// Over 400 lines because it is one owner: appending, reading, rolling, truncating and deleting share its segments and its lock.
using SmartKart.Broker.Native.Libc;

namespace SmartKart.Broker.Storage;

/// <summary>
/// One partition: a row of segments that hold its batches in the order of their offsets. Appends come from one owner at a time
/// (a lock makes sure); reads from anyone, without a lock. A reader sees whole batches up to the high watermark, and what it
/// has open stays open while retention deletes it. Hot paths: <see cref="Append"/>, <see cref="Read"/>.
/// </summary>
/// <remarks>
/// With one replica the high watermark is the log's end: as in Kafka, a record may be read before it is durable. Who must know
/// that it is awaits <see cref="DurableAsync"/>.
/// </remarks>
internal sealed class PartitionLog : IFlushable, IDisposable
{
    private readonly LogEnvironment _environment;
    private readonly IAppendAdmission? _admission;
    private readonly GroupCommit.Member? _commit;
    private readonly Lock _appendLock = new();        // guards what appends, truncations and deletions change
    private readonly Lock _durableLock = new();       // guards the durable point and its file; taken inside the other, never around it
    private readonly SignalList _signals = new();
    private Segment[] _segments;                      // replaced, never changed: readers take the array as it is
    private Checkpoint _checkpoint;
    private long _logStart;
    private long _logEnd;
    private int _cuts;
    private LogFlushException? _flushFailure;
    private LogSettings _settings;
    private bool _isClosed;
    private bool _isAbandoned;

    private PartitionLog(string directory, LogSettings settings, LogEnvironment environment, IAppendAdmission? admission, RecoveredLog recovered)
    {
        DirectoryPath = directory;
        _settings = settings;
        _environment = environment;
        _admission = admission;
        _segments = recovered.Segments;
        _checkpoint = recovered.Checkpoint;
        _logStart = recovered.Checkpoint.LogStart;
        _logEnd = recovered.Segments[^1].EndOffset;
        Recovered = recovered.Report;
        _commit = environment.Commit?.Join(this);
    }

    public string DirectoryPath { get; }

    /// <summary>What opening found and did.</summary>
    public RecoveryReport Recovered { get; }

    /// <summary>May be replaced while the log is at work; what is stored stays as it is.</summary>
    public LogSettings Settings
    {
        get => _settings;
        set
        {
            value.Check();
            _settings = value;
        }
    }

    public long LogStartOffset => Volatile.Read(ref _logStart);
    public long LogEndOffset => Volatile.Read(ref _logEnd);
    public long HighWatermark => LogEndOffset;

    /// <summary>Bytes of all segments.</summary>
    public long SizeBytes => Segments.Sum(segment => segment.Size);

    /// <summary>The latest of all records' timestamps, in ms since 1970; −1 where there is none.</summary>
    public long NewestTimestamp => Segments.Max(segment => segment.MaxTimestamp);

    /// <summary>A snapshot, oldest first; the last is the active one.</summary>
    internal Segment[] Segments => Volatile.Read(ref _segments);

    /// <summary>A read has found an index wrong: time for <see cref="RepairIndexes"/>.</summary>
    internal bool HasSuspectIndexes => Segments.Any(segment => segment.HasSuspectIndex);

    /// <summary>Something was appended or removed since the checkpoint.</summary>
    internal bool NeedsCheckpoint => Segments[^1] is var active && State.Durable != new DurablePoint(active.BaseOffset, active.Size);

    /// <summary>Where the places for open files are; see <see cref="LogEnvironment"/>.</summary>
    internal OpenSegments OpenSegments => _environment.OpenSegments;

    internal Checkpoint State
    {
        get { lock (_durableLock) return _checkpoint; }
    }

    /// <summary>Opens a partition's folder, or makes it; see <see cref="Recovery"/> for what it takes after a crash.</summary>
    /// <exception cref="CorruptLogException">A file is damaged where no crash explains it.</exception>
    public static PartitionLog Open(string directory, LogSettings settings, LogEnvironment environment, IAppendAdmission? admission = null)
    {
        settings.Check();
        return new PartitionLog(directory, settings, environment, admission, Recovery.Open(directory, settings, environment.OpenSegments));
    }

    /// <summary>
    /// Appends whole batches, one behind another, all or none. Their offsets, leader epoch and, where the log says so,
    /// timestamps are written into <paramref name="batches"/>; nothing else is changed. Allocates nothing.
    /// </summary>
    /// <exception cref="LogWriteException">The disk refused; the log is as it was.</exception>
    /// <exception cref="LogFlushException">An earlier fsync failed; the log takes no more.</exception>
    public AppendResult Append(Span<byte> batches, int leaderEpoch = 0, AppendSource source = AppendSource.Producer)
    {
        var fault = BatchAdmission.Check(batches, _settings, source);
        if (fault != AppendFault.None) return Refused(fault);
        lock (_appendLock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_flushFailure is not null) throw _flushFailure;
            for (ReadOnlySpan<byte> rest = batches; _admission is not null && !rest.IsEmpty; rest = rest[(int)new RecordBatch(rest).TotalBytes..])
            {
                var verdict = _admission.Admit(new RecordBatch(rest), source);
                if (verdict.Fault != AppendFault.None)
                    return new AppendResult(verdict.Fault, verdict.BaseOffset, verdict.LastOffset, verdict.AppendTimeMs, LogStartOffset);
            }
            var baseOffset = _logEnd;
            var appendTimeMs = _settings.StampsAppendTime ? _environment.Time.GetUtcNow().ToUnixTimeMilliseconds() : -1;
            var end = BatchAdmission.Assign(batches, baseOffset, leaderEpoch, appendTimeMs);
            SegmentFor(batches, end).Append(batches);
            // Before readers see it: who finds a transaction's data below the log's end must find it open as well.
            for (ReadOnlySpan<byte> rest = batches; _admission is not null && !rest.IsEmpty; rest = rest[(int)new RecordBatch(rest).TotalBytes..])
                _admission.Appended(new RecordBatch(rest));
            Volatile.Write(ref _logEnd, end);
            _signals.Set();
            return new AppendResult(AppendFault.None, baseOffset, end - 1, appendTimeMs, LogStartOffset);
        }
    }

    /// <summary>Completes when what is appended so far is durable: on the disk, or with the system where the environment has no commit.</summary>
    /// <exception cref="LogFlushException">The disk failed (in the task).</exception>
    public Task DurableAsync() => _commit?.FlushedAsync() ?? Task.CompletedTask;

    /// <summary>Reads whole batches from the one that holds an offset; the caller disposes the result. Allocates nothing.</summary>
    /// <param name="offset">From the log's start to its end; the end itself yields nothing yet.</param>
    /// <param name="maxBytes">Stops before it would exceed this; a segment's end may come sooner.</param>
    /// <param name="atLeastOne">Yields the first batch even where it alone exceeds that, so that a reader always gets on.</param>
    /// <param name="endOffset">Nothing at or behind this: the last stable offset, for those who read committed records only.</param>
    /// <exception cref="CorruptLogException">A file has changed under the broker.</exception>
    public LogRead Read(long offset, int maxBytes, bool atLeastOne = true, long endOffset = long.MaxValue)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var cuts = Volatile.Read(ref _cuts);
            var (start, watermark) = (LogStartOffset, HighWatermark);
            var read = new LogRead { LogStartOffset = start, HighWatermark = watermark, IsOutOfRange = offset < start || offset > watermark };
            if (read.IsOutOfRange) return read;
            try
            {
                // Where a segment went while it was looked for, the log's start has moved: look again.
                if (SliceSearch.TryIn(Segments, offset, maxBytes, atLeastOne, Math.Min(endOffset, watermark), out var slice)) return read with { Slice = slice };
            }
            catch (CorruptLogException) when (cuts % 2 != 0 || cuts != Volatile.Read(ref _cuts))
            {
                // The log was truncated while it was read: look again.
            }
        }
    }

    /// <summary>The first record, by offset, whose timestamp is at or after an instant; null where there is none.</summary>
    public OffsetAtTime? FindTime(long timestampMs)
    {
        foreach (var segment in Segments)
        {
            if (segment.MaxTimestamp < timestampMs || !segment.TryAcquire()) continue;
            using (segment)
                if (TimeSearch.In(segment, timestampMs, LogStartOffset) is { } found) return found;
        }
        return null;
    }

    /// <summary>Sets the signal at every append, until <see cref="Unwatch"/>. What was appended before is the caller's to read first.</summary>
    public void Watch(DataSignal signal) => _signals.Add(signal);

    public void Unwatch(DataSignal signal) => _signals.Remove(signal);

    /// <summary>Drops an offset and all behind it; a batch that holds it goes as a whole. Durable on return.</summary>
    public void TruncateTo(long offset)
    {
        lock (_appendLock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (offset >= _logEnd) return;
            ArgumentOutOfRangeException.ThrowIfLessThan(offset, _logStart);
            var segments = _segments;
            var keep = Math.Max(0, Array.FindLastIndex(segments, segment => segment.BaseOffset <= offset));
            lock (_durableLock)
            {
                Interlocked.Increment(ref _cuts);     // odd while it goes on: readers may meet what is neither old nor new
                try
                {
                    Cut(segments, keep, offset);
                }
                catch (IOException fault)
                {
                    throw _flushFailure = new LogFlushException(DirectoryPath, fault);
                }
                finally
                {
                    Interlocked.Increment(ref _cuts);
                }
            }
            _admission?.Truncated(_logEnd);
        }
    }

    /// <summary>Lets the log begin at an offset; segments wholly before it go. Durable on return.</summary>
    /// <returns>The log's start: at least the offset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset is behind the high watermark.</exception>
    public long DeleteRecordsBefore(long offset)
    {
        Flush();                                       // here, so that appends need not wait for it
        if (Segments is { Length: > 1 } segments && segments[1].BaseOffset <= offset && offset > LogStartOffset) _admission?.Dropping();
        lock (_appendLock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _logEnd);
            if (offset <= _logStart) return _logStart;
            SaveCheckpoint();                          // a start behind the durable end would outlive its records
            Volatile.Write(ref _logStart, offset);
            var kept = Array.FindLastIndex(_segments, segment => segment.BaseOffset <= offset);
            lock (_durableLock)
            {
                WriteCheckpoint(_checkpoint with { LogStart = offset });
                var gone = _segments[..kept];
                Publish(_segments[kept..]);
                foreach (var segment in gone) Drop(segment);
            }
            return offset;
        }
    }

    /// <summary>Closes the active segment and begins another, if it holds anything: for retention, which spares the active one.</summary>
    public void Roll()
    {
        lock (_appendLock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_segments[^1].Size > 0) StartSegment(_logEnd);
        }
    }

    /// <summary>Makes durable what was appended so far; blocks on the disk. Others go on appending and reading.</summary>
    /// <exception cref="LogFlushException">The disk failed, now or before: nobody knows what it holds, so there is no second try.</exception>
    public void Flush()
    {
        lock (_durableLock)
        {
            if (_flushFailure is not null) throw _flushFailure;
            ObjectDisposedException.ThrowIf(_isAbandoned, this);
            if (!_isClosed) FlushSegments();           // closing made it durable
        }
    }

    /// <summary>Flushes, and notes how far: what lies before is not read again when the log is opened.</summary>
    public void SaveCheckpoint()
    {
        lock (_durableLock)
        {
            if (_flushFailure is not null) throw _flushFailure;
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var last = FlushSegments();
            last.SaveIndexes(_environment.Sync);
            WriteCheckpoint(_checkpoint with { Durable = new DurablePoint(last.BaseOffset, last.DurableSize) });
        }
    }

    /// <summary>Puts right what reads have found: indexes that point nowhere.</summary>
    public void RepairIndexes()
    {
        lock (_appendLock)
            foreach (var segment in _segments.Where(segment => segment.HasSuspectIndex)) segment.RebuildIndexes();
    }

    /// <summary>Puts a compacted segment in the place of those it was made from; false where they have gone meanwhile.</summary>
    /// <param name="cleaned">What it was made from.</param>
    /// <param name="fresh">Loaded already, so that appends wait for a few renames and not for a scan.</param>
    /// <param name="end">First offset of the segment behind.</param>
    internal bool Replace(Segment[] cleaned, Segment fresh, long end)
    {
        lock (_appendLock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var at = Array.IndexOf(_segments, cleaned[0]);
            if (at < 0 || !_segments.AsSpan(at, Math.Min(cleaned.Length, _segments.Length - at)).SequenceEqual(cleaned)) return false;
            lock (_durableLock)
            {
                WriteCheckpoint(_checkpoint with { Sparse = Math.Max(_checkpoint.Sparse, end) });
                var swap = SegmentFiles.SwapPath(DirectoryPath, cleaned[0].BaseOffset, end);
                File.Move(fresh.LogPath, swap);            // from here on a crash ends with the new file in place
                // First in memory: no reader may open an old segment by a name that is about to be the new one's.
                Publish([.. _segments[..at], fresh, .. _segments[(at + cleaned.Length)..]]);
                foreach (var segment in cleaned) segment.LetGo();
                DirectoryEntries.Flush(DirectoryPath);
                Recovery.CompleteSwap(DirectoryPath, swap);
                fresh.TakePlace();
            }
            return true;
        }
    }

    internal void NoteCleaned(long offset)
    {
        lock (_durableLock) WriteCheckpoint(_checkpoint with { Cleaned = offset });
    }

    /// <summary>Makes all durable and notes it, so that the next opening reads nothing; then lets go of the files.</summary>
    public void Dispose() => Close(() =>
    {
        if (_flushFailure is null) SaveCheckpoint();
    });

    /// <summary>Lets go of the files as a crash would, noting nothing: for a partition that is deleted.</summary>
    internal void Abandon() => Close(() => _isAbandoned = true);

    private void Close(Action last)
    {
        lock (_appendLock)
        {
            lock (_durableLock)
            {
                if (_isClosed) return;
                try
                {
                    last();
                }
                finally
                {
                    _isClosed = true;
                    foreach (var segment in _segments) segment.LetGo();
                }
            }
        }
        _signals.Set();                                // who waits shall find it closed
    }

    /// <returns>The last of those flushed: appends may have begun another meanwhile, of which nothing is known.</returns>
    private Segment FlushSegments()
    {
        try
        {
            var segments = Segments;
            var first = Math.Max(0, Array.FindLastIndex(segments, segment => segment.BaseOffset <= _checkpoint.Durable.Segment));
            for (var index = first; index < segments.Length; index++)
            {
                var (segment, isClosed) = (segments[index], index < segments.Length - 1);
                if (!isClosed || segment.Size > segment.DurableSize)
                {
                    segment.Flush(_environment.Sync);
                    if (isClosed) segment.SaveIndexes(_environment.Sync);
                }
                if (isClosed) segment.Unpin();
            }
            return segments[^1];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw _flushFailure = new LogFlushException(DirectoryPath, fault);
        }
    }

    private AppendResult Refused(AppendFault fault) => new(fault, -1, -1, -1, LogStartOffset);

    private void Cut(Segment[] segments, int keep, long offset)
    {
        var last = segments[keep];
        last.Pin();                                    // it becomes the active one
        var size = last.Find(offset);
        // First what recovery shall believe, then the cut: a crash between the two undoes a truncation nobody was told of.
        var durable = new DurablePoint(last.BaseOffset, Math.Min(size, last.DurableSize));
        // A batch that goes as a whole may begin before the log does: the log then begins, and goes on, with that batch's offset.
        var start = Math.Min(_logStart, size < last.Size ? last.BaseOffsetAt(size) : last.EndOffset);
        WriteCheckpoint(_checkpoint with { LogStart = start, Durable = DurablePoint.EarlierOf(_checkpoint.Durable, durable) });
        Volatile.Write(ref _logStart, start);
        Publish(segments[..(keep + 1)]);
        foreach (var segment in segments[(keep + 1)..].Reverse()) Drop(segment);
        last.TruncateTo(size);
        Volatile.Write(ref _logEnd, last.EndOffset);
        _environment.Sync(last.File);
        DirectoryEntries.Flush(DirectoryPath);
    }

    private Segment SegmentFor(ReadOnlySpan<byte> batches, long end)
    {
        var active = _segments[^1];
        if (active.Size == 0 && end - active.BaseOffset <= int.MaxValue) return active;
        var isFull = active.Size + batches.Length > _settings.SegmentBytes || end - active.BaseOffset > int.MaxValue;
        var isOld = active.FirstTimestamp >= 0 && new RecordBatch(batches).MaxTimestamp - active.FirstTimestamp > _settings.SegmentAge.TotalMilliseconds;
        return isFull || isOld ? StartSegment(_logEnd) : active;
    }

    private Segment StartSegment(long baseOffset)
    {
        try
        {
            _segments[^1].SaveIndexes(sync: null);
            var segment = Segment.Create(DirectoryPath, baseOffset, _settings, _environment.OpenSegments);
            Publish([.. _segments, segment]);
            return segment;
        }
        catch (IOException refusal)
        {
            SegmentFiles.Delete(DirectoryPath, baseOffset);
            throw new LogWriteException(SegmentFiles.PathOf(DirectoryPath, baseOffset, SegmentFiles.Log), refusal);
        }
    }

    private void Publish(Segment[] segments) => Volatile.Write(ref _segments, segments);

    private void Drop(Segment segment)
    {
        segment.LetGo();                             // first: nobody shall open what is deleted
        SegmentFiles.Delete(DirectoryPath, segment.BaseOffset);
    }

    private void WriteCheckpoint(Checkpoint checkpoint)
    {
        try
        {
            checkpoint.Write(DirectoryPath);
            _checkpoint = checkpoint;
        }
        catch (IOException refusal)
        {
            throw new LogWriteException(Checkpoint.PathOf(DirectoryPath), refusal);
        }
    }
}
