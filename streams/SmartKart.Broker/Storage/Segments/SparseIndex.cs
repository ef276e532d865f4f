using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>
/// What both indexes are: a file of entries of one width, their keys rising. The last entries wait in memory, at most
/// <see cref="TailEntries"/>, so that an append costs no second write and memory stays bounded; the others are searched in the
/// file, whose pages the system caches. One writer, many readers: the lock guards the tail and the number of entries.
/// What a search returns is a hint, and the segment holds it against the log before it believes it.
/// </summary>
internal sealed class SparseIndex : IDisposable
{
    public const int TailEntries = 512;
    private const int MaxEntryBytes = 16;

    private readonly Lock _lock = new();
    private readonly SafeFileHandle _file;
    private readonly int _entryBytes;
    private readonly byte[] _tail;
    private long _inFile;
    private int _inTail;

    public SparseIndex(string path, int entryBytes)
    {
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _entryBytes = entryBytes;
        _tail = new byte[TailEntries * entryBytes];
        var bytes = RandomAccess.GetLength(_file);
        IsWhole = bytes % entryBytes == 0;
        _inFile = bytes / entryBytes;
    }

    /// <summary>False where the file ended inside an entry when it was opened: it was cut.</summary>
    public bool IsWhole { get; private set; }

    public long Count
    {
        get { lock (_lock) return _inFile + _inTail; }
    }

    public void Append(ReadOnlySpan<byte> entry)
    {
        lock (_lock)
        {
            if (_inTail == TailEntries) SpillTail();
            entry.CopyTo(_tail.AsSpan(_inTail * _entryBytes));
            _inTail++;
        }
    }

    /// <summary>Finds the last entry whose key is not above the one asked for. Hot path: per fetch.</summary>
    public bool TryFloor(long key, Func<ReadOnlySpan<byte>, long> keyOf, Span<byte> entry)
    {
        long inFile;
        lock (_lock)
        {
            var low = -1;
            for (int high = _inTail - 1; low < high;)
            {
                var middle = (low + high + 1) / 2;
                if (keyOf(TailEntry(middle)) <= key) low = middle; else high = middle - 1;
            }
            if (low >= 0)
            {
                TailEntry(low).CopyTo(entry);
                return true;
            }
            inFile = _inFile;
        }
        return TryFloorInFile(key, keyOf, inFile, entry);
    }

    public bool TryAt(long number, Span<byte> entry)
    {
        lock (_lock)
        {
            if (number < 0 || number >= _inFile + _inTail) return false;
            if (number >= _inFile)
            {
                TailEntry((int)(number - _inFile)).CopyTo(entry);
                return true;
            }
        }
        return TryReadFile(number, entry);
    }

    /// <summary>Keeps the first so many entries.</summary>
    public void Trim(long count)
    {
        lock (_lock)
        {
            if (count >= _inFile + _inTail) return;
            _inTail = (int)Math.Max(0, count - _inFile);
            if (count >= _inFile) return;
            _inFile = count;
            RandomAccess.SetLength(_file, _inFile * _entryBytes);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _inTail = 0;
            _inFile = 0;
            RandomAccess.SetLength(_file, 0);
            IsWhole = true;
        }
    }

    /// <summary>Writes the tail to the file, and to the disk where asked.</summary>
    public void Save(Action<SafeFileHandle>? flush)
    {
        lock (_lock) SpillTail();
        flush?.Invoke(_file);
    }

    public void Dispose() => _file.Dispose();

    private ReadOnlySpan<byte> TailEntry(int number) => _tail.AsSpan(number * _entryBytes, _entryBytes);

    private void SpillTail()
    {
        if (_inTail == 0) return;
        RandomAccess.Write(_file, _tail.AsSpan(0, _inTail * _entryBytes), _inFile * _entryBytes);
        _inFile += _inTail;
        _inTail = 0;
    }

    private bool TryFloorInFile(long key, Func<ReadOnlySpan<byte>, long> keyOf, long count, Span<byte> entry)
    {
        Span<byte> probe = stackalloc byte[MaxEntryBytes];
        probe = probe[.._entryBytes];
        var low = -1L;
        for (var high = count - 1; low < high;)
        {
            var middle = (low + high + 1) / 2;
            if (!TryReadFile(middle, probe)) return false;
            if (keyOf(probe) <= key) low = middle; else high = middle - 1;
        }
        return low >= 0 && TryReadFile(low, entry);
    }

    private bool TryReadFile(long number, Span<byte> entry) =>
        RandomAccess.Read(_file, entry[.._entryBytes], number * _entryBytes) == _entryBytes;
}
