namespace SmartKart.Streams.State.Bytes;

/// <summary>A store in memory: gone with the process, restored from its changelog.</summary>
internal sealed class MemoryBytesStore : IBytesStore
{
    private readonly Lock _guard = new(); // guards the map against readers on other threads; a leaf
    private readonly CursorPool<MemoryCursor> _cursors = new();
    private readonly OrderedBytesMap _map = new();
    private long _changelogOffset = -1;

    /// <inheritdoc />
    public bool IsPersistent => false;

    /// <inheritdoc />
    public string? RebuildCause => null;

    /// <inheritdoc />
    public long? ChangelogOffset => Volatile.Read(ref _changelogOffset) is >= 0 and var offset ? offset : null;

    /// <inheritdoc />
    public long ApproximateEntries => _map.Count;

    /// <inheritdoc />
    public long ApproximateBytes
    {
        get { lock (_guard) return _map.SizeBytes; }
    }

    /// <inheritdoc />
    public bool TryGet(ReadOnlySpan<byte> key, ByteBuffer value)
    {
        lock (_guard)
        {
            var entry = _map.Find(key);
            if (entry < 0) return false;
            value.Set(_map.ValueAt(entry));
            return true;
        }
    }

    /// <inheritdoc />
    public IBytesCursor Scan(in BytesRange range) =>
        (_cursors.Take() ?? new MemoryCursor(_cursors)).Begin(_map, _guard, range, time: null);

    /// <inheritdoc />
    public void Apply(WriteSet writes, long? changelogOffset)
    {
        lock (_guard)
        {
            for (var i = 0; i < writes.Count; i++)
            {
                if (writes.IsTombstoneAt(i)) _map.Remove(writes.KeyAt(i));
                else _map.Put(writes.KeyAt(i), writes.ValueAt(i));
            }
            if (changelogOffset is { } offset) Volatile.Write(ref _changelogOffset, offset);
        }
    }

    /// <summary>There is nothing to outlive: does nothing.</summary>
    public void Flush()
    {
    }

    /// <summary>Lets go of the memory, as the collector does: a reader on another thread goes on.</summary>
    public void Dispose()
    {
    }
}
