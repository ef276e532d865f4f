namespace SmartKart.Broker.Storage;

/// <summary>
/// Opens a segment's files when they are needed and closes them when nobody has them. The log pins those it may yet write;
/// of the others, as many stay open for the next reader as <see cref="OpenSegments"/> has places. What a reader has open it
/// keeps, though the segment be deleted meanwhile. Hot path: <see cref="TryAcquire"/> per fetch, without a lock where the
/// files are open.
/// </summary>
internal sealed class SegmentAccess : IDisposable
{
    private readonly Lock _opening = new();           // guards the way from closed to open and back, and the two flags
    private readonly OpenSegments _places;
    private readonly string _directory;
    private readonly long _baseOffset;
    private string _suffix;
    private SegmentHandles? _files;
    private int _holders = 1;                         // readers, the pin, a place; 0 is closed, or about to be
    private bool _isGone;

    /// <summary>Opens the files and pins them.</summary>
    public SegmentAccess(string directory, long baseOffset, OpenSegments places, FileMode mode, string suffix = "")
    {
        (_directory, _baseOffset, _places, _suffix) = (directory, baseOffset, places, suffix);
        _files = new SegmentHandles(directory, baseOffset, suffix, mode);
    }

    /// <summary>The open files; for who holds them.</summary>
    public SegmentHandles Files => _files ?? throw new InvalidOperationException($"{LogPath} is used by someone who has not acquired it.");

    /// <summary>Whether the owner may write; only it asks.</summary>
    public bool IsPinned { get; private set; } = true;

    public string LogPath => SegmentFiles.PathOf(_directory, _baseOffset, SegmentFiles.Log + _suffix);

    /// <summary>Somebody was here since a place was last looked for.</summary>
    internal bool WasUsed { get; set; }

    /// <summary>Holds the files open. False where the segment is gone.</summary>
    /// <exception cref="CorruptLogException">Its file is gone, but not by the log's doing.</exception>
    public bool TryAcquire()
    {
        if (!WasUsed) WasUsed = true;
        return TryJoin() || TryOpen();
    }

    /// <summary>Lets go: once for each <see cref="TryAcquire"/>.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0) return;
        lock (_opening)
        {
            if (Volatile.Read(ref _holders) > 0) return;          // opened again meanwhile
            _files?.Dispose();
            _files = null;
        }
    }

    /// <summary>Keeps the files open until <see cref="Unpin"/>. Only for the owner.</summary>
    public void Pin()
    {
        if (IsPinned) return;
        ObjectDisposedException.ThrowIf(!TryAcquire(), this);
        IsPinned = true;
    }

    /// <summary>Nothing will be written any more, and all is: the pin becomes a place, which is given to another in time. Only for the owner.</summary>
    public void Unpin()
    {
        if (!IsPinned) return;
        IsPinned = false;
        _places.Take(this);
    }

    /// <summary>The owner lets the segment go: nobody acquires it any more, and the last who has it closes it.</summary>
    public void Dispose()
    {
        lock (_opening)
        {
            if (_isGone) return;
            _isGone = true;
        }
        if (IsPinned || _places.Leave(this)) Release();
    }

    /// <summary>The files have their final names.</summary>
    public void Renamed() => _suffix = "";

    private bool TryJoin()
    {
        for (var holders = Volatile.Read(ref _holders); holders > 0; holders = Volatile.Read(ref _holders))
            if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders) return true;
        return false;
    }

    private bool TryOpen()
    {
        lock (_opening)
        {
            if (_isGone) return false;
            if (TryJoin()) return true;
            _files ??= Open();
            Volatile.Write(ref _holders, 2);          // who asked, and the place
        }
        _places.Take(this);
        // Let go between the two: then nobody else gives the place back.
        if (Volatile.Read(ref _isGone) && _places.Leave(this)) Release();
        return true;
    }

    private SegmentHandles Open()
    {
        try
        {
            return new SegmentHandles(_directory, _baseOffset, _suffix, FileMode.Open);
        }
        catch (IOException missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CorruptLogException(LogPath, "the file is gone, though the log has not deleted it. Stop the broker and restore it.", missing);
        }
    }
}
