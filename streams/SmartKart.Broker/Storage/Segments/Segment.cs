using Microsoft.Win32.SafeHandles;
using SmartKart.Broker.Native.Libc;

namespace SmartKart.Broker.Storage;

/// <summary>
/// One file of record batches, back to back as they were appended, and its two indexes. The log that owns it is its one
/// writer; readers are many and take no lock: they see only whole batches, up to <see cref="Size"/>. They hold it while they
/// read (<see cref="SegmentAccess"/>), and until the owner and every reader have let go its files stay. Hot path: <see cref="Append"/> per produce, <see cref="Find"/> per fetch.
/// </summary>
internal sealed class Segment : IDisposable
{
    private const int WindowBytes = 4096;         // the index interval: what lies between two entries is one read

    // Of the written end, what stays in memory: seconds of a busy partition. And how much goes at a time, for each time is a system call.
    private const long CachedBytes = 8 << 20, ReleasedAtOnce = 1 << 20;

    private readonly SegmentAccess _access;
    private readonly int _indexIntervalBytes;
    private readonly string _directory;
    private long _size;
    private long _lastIndexed;
    private long _releasedTo;
    private long _maxTimestampOffset;
    private bool _entryIsDurable;
    private bool _hasLeftovers;

    private Segment(string directory, long baseOffset, LogSettings settings, OpenSegments places, FileMode mode, string suffix = "")
    {
        _directory = directory;
        _indexIntervalBytes = settings.IndexIntervalBytes;
        _entryIsDurable = mode == FileMode.Open;
        BaseOffset = EndOffset = _maxTimestampOffset = baseOffset;
        _access = new SegmentAccess(directory, baseOffset, places, mode, suffix);
    }

    /// <summary>The log; for who holds the segment.</summary>
    public SafeFileHandle File => _access.Files.Log;

    public string LogPath => _access.LogPath;
    public long BaseOffset { get; }

    /// <summary>The offset after the last batch's last.</summary>
    public long EndOffset { get; private set; }

    /// <summary>Bytes of whole batches. What the file may hold beyond is nobody's.</summary>
    public long Size => Volatile.Read(ref _size);

    /// <summary>Bytes that a power cut cannot take. Guarded by the log's lock for flushes.</summary>
    public long DurableSize { get; private set; }

    /// <summary>In ms; −1 where no record has a timestamp.</summary>
    public long MaxTimestamp { get; private set; } = -1;

    /// <summary>The newest timestamp in the first batch, in ms.</summary>
    public long FirstTimestamp { get; private set; } = -1;

    /// <summary>An index pointed where no batch begins; reads go on without it, slower, until <see cref="RebuildIndexes"/>.</summary>
    public bool HasSuspectIndex { get; private set; }

    /// <summary>Starts an empty segment, pinned.</summary>
    public static Segment Create(string directory, long baseOffset, LogSettings settings, OpenSegments places)
    {
        SegmentFiles.DeleteIndexes(directory, baseOffset);
        return new Segment(directory, baseOffset, settings, places, FileMode.CreateNew);
    }

    /// <summary>Opens the files and pins them; nothing is known of them before <see cref="Load"/>.</summary>
    public static Segment Open(string directory, long baseOffset, LogSettings settings, OpenSegments places) =>
        new(directory, baseOffset, settings, places, FileMode.Open);

    /// <summary>The same of a compacted file that has yet to take its place; see <see cref="TakePlace"/>.</summary>
    public static Segment OpenCleaned(string directory, long baseOffset, LogSettings settings, OpenSegments places) =>
        new(directory, baseOffset, settings, places, FileMode.Open, SegmentFiles.Cleaned);

    /// <summary>
    /// Learns what the file holds. Up to <paramref name="trusted"/> bytes the indexes are believed and only what lies behind
    /// their last entry is read; from there on every batch is read and its checksum computed.
    /// </summary>
    /// <param name="trusted">Bytes.</param>
    /// <param name="isDense">No offset is missing: compaction was never here. The checksum does not cover the base offset, so this does.</param>
    /// <returns>Bytes of sound batches; what follows them, if anything, is not one.</returns>
    public long Load(long trusted, bool isDense = false)
    {
        _access.Files.Offsets.TruncateTo(trusted);
        if (!TryResume(out var position))
        {
            _access.Files.Offsets.Clear();
            _access.Files.Times.Clear();
            position = 0;
        }
        using var scanner = new BatchScanner(File, position, RandomAccess.GetLength(File), int.MaxValue);
        while (scanner.TryNext(out var batch))
        {
            if (isDense ? batch.BaseOffset != EndOffset : batch.BaseOffset < EndOffset) break;
            Account(batch, scanner.Position);
        }
        DurableSize = Math.Min(scanner.Position, trusted);
        Volatile.Write(ref _size, scanner.Position);
        return scanner.Position;
    }

    /// <summary>Appends whole, valid batches. Where the disk refuses, the segment is as it was.</summary>
    /// <exception cref="LogWriteException">The disk refused.</exception>
    public void Append(ReadOnlySpan<byte> batches)
    {
        var before = (EndOffset, MaxTimestamp, _maxTimestampOffset, FirstTimestamp, _lastIndexed);
        var position = _size;
        try
        {
            if (_hasLeftovers) CutFileTo(position);
            RandomAccess.Write(File, batches, position);
            for (var rest = batches; !rest.IsEmpty;)
            {
                var batch = new RecordBatch(rest);
                Account(batch, position + batches.Length - rest.Length);
                rest = rest[(int)batch.TotalBytes..];
            }
        }
        catch (IOException refusal)
        {
            (EndOffset, MaxTimestamp, _maxTimestampOffset, FirstTimestamp, _lastIndexed) = before;
            _access.Files.Offsets.TruncateTo(position);
            _access.Files.Times.Trim(_access.Files.Offsets.Count);
            TryCutFileTo(position, refusal);
            throw new LogWriteException(LogPath, refusal);
        }
        Volatile.Write(ref _size, position + batches.Length);
    }

    /// <summary>Where the first batch begins that holds an offset or one after it; <see cref="Size"/> where there is none.</summary>
    public long Find(long offset)
    {
        var window = new HeaderWindow(File, stackalloc byte[WindowBytes]);
        var size = Size;
        var position = _access.Files.Offsets.TryFind(offset, out var indexed, out var hint) ? Trust(ref window, indexed, hint, size) : 0;
        while (position < size)
        {
            var header = HeaderAt(ref window, position, size);
            if (header.LastOffset >= offset) return position;
            position += header.TotalBytes;
        }
        return size;
    }

    /// <summary>The end of the last batch that ends within [<paramref name="start"/>, <paramref name="limit"/>]; start where none does.</summary>
    public long FindEnd(long start, long limit)
    {
        var size = Size;
        if (limit >= size) return size;
        var window = new HeaderWindow(File, stackalloc byte[WindowBytes]);
        var position = _access.Files.Offsets.TryFindPosition(limit, out var indexed, out var hint) && hint > start ? Math.Max(start, Trust(ref window, indexed, hint, size)) : start;
        while (position < limit)
        {
            var end = position + HeaderAt(ref window, position, size).TotalBytes;
            if (end > limit) break;
            position = end;
        }
        return position;
    }

    /// <summary>The first offset of the batch at a position.</summary>
    public long BaseOffsetAt(long position)
    {
        var window = new HeaderWindow(File, stackalloc byte[RecordBatch.HeaderBytes]);
        return HeaderAt(ref window, position, Size).BaseOffset;
    }

    /// <summary>The end of the batch at a position.</summary>
    public long EndOfBatchAt(long position)
    {
        var window = new HeaderWindow(File, stackalloc byte[RecordBatch.HeaderBytes]);
        return position + HeaderAt(ref window, position, Size).TotalBytes;
    }

    /// <summary>Where the first batch begins that has a record of an instant or a newer one; <see cref="Size"/> where there is none.</summary>
    public long FindTime(long timestampMs)
    {
        var window = new HeaderWindow(File, stackalloc byte[WindowBytes]);
        var size = Size;
        var position = 0L;
        if (_access.Files.Times.TryFind(timestampMs, out var indexed, out var offset) && offset >= BaseOffset)
        {
            var hint = Find(offset);
            if (window.TryRead(hint, size, out var batch) && batch.BaseOffset == offset && batch.MaxTimestamp == indexed) position = hint;
            else HasSuspectIndex = true;
        }
        while (position < size)
        {
            var header = HeaderAt(ref window, position, size);
            if (header.MaxTimestamp >= timestampMs) return position;
            position += header.TotalBytes;
        }
        return size;
    }

    /// <summary>Cuts at the beginning of a batch.</summary>
    public void TruncateTo(long position)
    {
        RandomAccess.SetLength(File, position);
        Reset();
        DurableSize = Math.Min(DurableSize, position);
        var durable = DurableSize;
        Load(position);
        DurableSize = durable;
    }

    /// <summary>Makes the indexes again from the log, as a reader found one wrong.</summary>
    public void RebuildIndexes()
    {
        ObjectDisposedException.ThrowIf(!TryAcquire(), this);
        using (this)
        {
            RebuildOpenIndexes();
            SaveIndexes(sync: null);
        }
    }

    private void RebuildOpenIndexes()
    {
        var (size, durable) = (Size, DurableSize);
        _access.Files.Offsets.Clear();
        _access.Files.Times.Clear();
        using (var scanner = new BatchScanner(File, 0, size, int.MaxValue))
        {
            while (scanner.TryNext(out _)) { }
            if (scanner.Position < size)
                throw new CorruptLogException(LogPath, $"the batch at byte {scanner.Position} is damaged ({scanner.Fault}), so its indexes could not be made again. Stop the broker and restore the file, or cut it there: what follows is lost.");
        }
        Reset();
        HasSuspectIndex = false;
        Load(trusted: 0);
        DurableSize = durable;
    }

    /// <summary>Makes what was appended durable: one fsync, and one of the folder for a new file.</summary>
    public void Flush(Action<SafeFileHandle> sync)
    {
        var size = Size;
        if (size > DurableSize) sync(File);
        if (!_entryIsDurable) DirectoryEntries.Flush(_directory);
        _entryIsDurable = true;
        DurableSize = Math.Max(DurableSize, size);
        LetGoOfOldPages();
    }

    /// <summary>
    /// Keeps what was written last in memory, for readers at the log's end, and lets the system have the rest back. Who reads older records
    /// reads them from the disk. The log's pages then go round: taking ever new memory cost a virtual machine five times as much per byte
    /// written (2,640 instead of 470 ns/kB), and would push everything else out of a laptop's.
    /// </summary>
    private void LetGoOfOldPages()
    {
        var end = DurableSize - CachedBytes;
        if (end - _releasedTo < ReleasedAtOnce) return;
        PageCache.Release(File, _releasedTo, end - _releasedTo);
        _releasedTo = end;
    }

    /// <summary>Writes the indexes' tails to their files, and to the disk where <paramref name="sync"/> is given.</summary>
    public void SaveIndexes(Action<SafeFileHandle>? sync) => _access.Files.SaveIndexes(sync);

    /// <summary>Holds the files open for a reader. False where the segment is gone.</summary>
    public bool TryAcquire() => _access.TryAcquire();

    /// <summary>A reader lets go: once for each <see cref="TryAcquire"/>.</summary>
    public void Dispose() => _access.Release();

    /// <summary>It is to be written again.</summary>
    public void Pin() => _access.Pin();

    /// <summary>It is written no more: its files need not stay open.</summary>
    public void Unpin()
    {
        if (!_access.IsPinned) return;
        SaveIndexes(sync: null);
        _access.Unpin();
    }

    /// <summary>A compacted file has its place in the folder, its indexes follow.</summary>
    public void TakePlace()
    {
        foreach (var index in (ReadOnlySpan<string>)[SegmentFiles.Index, SegmentFiles.TimeIndex])
            System.IO.File.Move(SegmentFiles.PathOf(_directory, BaseOffset, index + SegmentFiles.Cleaned), SegmentFiles.PathOf(_directory, BaseOffset, index), overwrite: true);
        _access.Renamed();
        Unpin();
    }

    /// <summary>The owner lets go; what readers hold stays open until they do too.</summary>
    public void LetGo() => _access.Dispose();

    private void Account(in RecordBatch batch, long position)
    {
        if (position == 0) FirstTimestamp = batch.MaxTimestamp;
        if (batch.MaxTimestamp > MaxTimestamp) (MaxTimestamp, _maxTimestampOffset) = (batch.MaxTimestamp, batch.BaseOffset);
        EndOffset = batch.NextOffset;
        if (position - _lastIndexed <= _indexIntervalBytes) return;
        _lastIndexed = position;
        _access.Files.Offsets.Append(batch.BaseOffset, (int)position);
        _access.Files.Times.Append(MaxTimestamp, _maxTimestampOffset);     // one entry for each of the other's, so that a short one shows
    }

    /// <summary>Takes up state from the indexes' last entries, if the log agrees with them.</summary>
    private bool TryResume(out long position)
    {
        position = 0;
        if (!_access.Files.Offsets.IsWhole || !_access.Files.Times.IsWhole) return false;
        _access.Files.Times.Trim(_access.Files.Offsets.Count);
        if (_access.Files.Offsets.Count != _access.Files.Times.Count) return false;
        var window = new HeaderWindow(File, stackalloc byte[WindowBytes]);
        var size = RandomAccess.GetLength(File);
        if (window.TryRead(0, size, out var first) && first.BaseOffset >= BaseOffset) FirstTimestamp = first.MaxTimestamp;
        else if (_access.Files.Offsets.Count > 0) return false;
        if (!_access.Files.Offsets.TryLast(out var offset, out var indexed) || !_access.Files.Times.TryLast(out var newest, out var newestOffset)) return true;
        if (!window.TryRead(indexed, size, out var last) || last.BaseOffset != offset) return false;
        Volatile.Write(ref _size, indexed + last.TotalBytes);     // Find looks no further
        if (newestOffset < BaseOffset || newestOffset > offset) return false;
        if (!window.TryRead(Find(newestOffset), Size, out var holder) || holder.BaseOffset != newestOffset || holder.MaxTimestamp != newest) return false;
        (MaxTimestamp, _maxTimestampOffset, EndOffset, _lastIndexed, position) = (newest, newestOffset, offset, indexed, indexed);
        return true;
    }

    private void Reset()
    {
        (EndOffset, MaxTimestamp, _maxTimestampOffset, FirstTimestamp, _lastIndexed) = (BaseOffset, -1, BaseOffset, -1, 0);
    }

    private long Trust(ref HeaderWindow window, long offset, long hint, long size)
    {
        if (window.TryRead(hint, size, out var header) && header.BaseOffset == offset) return hint;
        HasSuspectIndex = true;
        return 0;
    }

    private RecordBatch HeaderAt(scoped ref HeaderWindow window, long position, long size)
    {
        if (window.TryRead(position, size, out var header)) return header;
        throw new CorruptLogException(LogPath, $"no record batch begins at byte {position}, where one was appended. Stop the broker and restore the file, or cut it there: what follows is lost.");
    }

    private void CutFileTo(long position)
    {
        _hasLeftovers = true;
        RandomAccess.SetLength(File, position);
        _hasLeftovers = false;
    }

    private void TryCutFileTo(long position, IOException refusal)
    {
        try
        {
            CutFileTo(position);
        }
        catch (IOException alsoRefused)
        {
            // Nothing is lost: readers stop at Size, the next append cuts first, and so does recovery.
            refusal.Data["left behind the last batch"] = alsoRefused.Message;
        }
    }
}
