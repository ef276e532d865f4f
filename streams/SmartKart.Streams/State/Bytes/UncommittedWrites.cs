namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// What a task wrote to a store since its last commit, over what is committed: reads see both, as one. It is Kafka Streams' record cache
/// too: a key written many times between commits goes on once (<see cref="FlushDirty"/>), is logged once and applied once. Written by
/// the task's thread; read by any. Hot path: per record.
/// </summary>
internal sealed class UncommittedWrites(IBytesStore committed, KeyTime? time = null) : IBytesReader
{
    private readonly Lock _guard = new(); // guards the writes' map against readers on other threads; taken before the committed store's own
    private readonly CursorPool<OverlayCursor> _cursors = new();
    private readonly WriteSet _writes = new();
    private readonly WriteSet _flushed = new();     // what was flushed of keys that were written again before the commit
    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _value = new();
    private readonly ByteBuffer _old = new();
    private int _clean;                             // writes that are flushed and were not written again
    private int _firstDirty;                        // before it all are flushed

    /// <summary>What is committed.</summary>
    public IBytesStore Committed { get; } = committed;

    /// <summary>The memory that the writes take.</summary>
    public long SizeBytes => _writes.SizeBytes;

    /// <summary>How many keys were written.</summary>
    public int Count => _writes.Count;

    /// <inheritdoc />
    public long ApproximateEntries => Committed.ApproximateEntries + _writes.Count;

    /// <inheritdoc />
    public bool TryGet(ReadOnlySpan<byte> key, ByteBuffer value)
    {
        lock (_guard)
        {
            var write = _writes.Map.Find(key);
            if (write >= 0)
            {
                if (_writes.IsTombstoneAt(write)) return false;
                value.Set(_writes.ValueAt(write));
                return true;
            }
        }
        return Committed.TryGet(key, value); // a commit meanwhile applies before it forgets: the key is not missed between the two
    }

    /// <summary>
    /// Looks a key up as it was last told by <see cref="FlushDirty"/>, or, where it was not told since, as it was at the last commit. The
    /// task's own thread.
    /// </summary>
    public bool TryGetTold(ReadOnlySpan<byte> key, ByteBuffer value)
    {
        var write = _writes.Map.Find(key);
        if (write < 0 || !_writes.Map.IsMarkedAt(write)) return TryGetFlushed(key, value) ?? Committed.TryGet(key, value);
        if (_writes.IsTombstoneAt(write)) return false;
        value.Set(_writes.ValueAt(write));
        return true;
    }

    /// <inheritdoc />
    public IBytesCursor Scan(in BytesRange range) =>
        (_cursors.Take() ?? new OverlayCursor(_cursors)).Begin(_writes.Map, _guard, Committed.Scan(range), range, time);

    /// <summary>Sets a key's value.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Write(key, value, tombstone: false);

    /// <summary>Deletes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="note">What <see cref="FlushDirty"/> is to find with the deletion: its time.</param>
    public void Delete(ReadOnlySpan<byte> key, ReadOnlySpan<byte> note = default) => Write(key, note, tombstone: true);

    /// <summary>
    /// Tells each key that was written since the last flush, once, in the order of their first writes. Writes that the listener itself
    /// makes are told too.
    /// </summary>
    /// <param name="listener">Is told.</param>
    /// <param name="withOld">
    /// Whether it is told what each key was at the last commit or flush: one more lookup of the committed state per key. Of a deletion it
    /// always is: that of a key which was not there is nothing to tell.
    /// </param>
    public void FlushDirty(IFlushedWrites listener, bool withOld)
    {
        while (_clean < _writes.Count)
        {
            var write = _firstDirty++;
            if (_writes.Map.IsMarkedAt(write)) continue;
            _key.Set(_writes.KeyAt(write));
            _value.Set(_writes.ValueAt(write));
            var deleted = _writes.IsTombstoneAt(write);
            var existed = (withOld || deleted) && (TryGetFlushed(_key.Written, _old) ?? Committed.TryGet(_key.Written, _old));
            lock (_guard) _writes.Map.MarkAt(write);
            _clean++;
            if (!deleted || existed) listener.Flushed(new FlushedWrite(_key.Written, deleted, _value.Written, existed, _old.Written));
        }
    }

    /// <summary>Gives each key's last write to the changelog, in the order of their first writes.</summary>
    public void WriteChangelog(IChangelog changelog)
    {
        for (var i = 0; i < _writes.Count; i++)
        {
            if (_writes.IsTombstoneAt(i)) changelog.AppendTombstone(_writes.KeyAt(i));
            else changelog.Append(_writes.KeyAt(i), _writes.ValueAt(i));
        }
    }

    /// <summary>Makes the writes the committed state, all or nothing.</summary>
    public void Commit(long? changelogOffset)
    {
        Committed.Apply(_writes, changelogOffset);
        Rollback();
    }

    /// <summary>Forgets the writes.</summary>
    public void Rollback()
    {
        lock (_guard) _writes.Clear();
        _flushed.Clear();
        (_clean, _firstDirty) = (0, 0);
    }

    private void Write(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool tombstone)
    {
        lock (_guard)
        {
            var write = _writes.Map.Find(key);
            if (write >= 0 && _clean > 0 && _writes.Map.IsMarkedAt(write)) Soil(write, key);
            _writes.Map.Write(write, key, value, tombstone);
        }
    }

    // What was told of the key is what it was, to whoever is told of it next.
    private void Soil(int write, ReadOnlySpan<byte> key)
    {
        if (_writes.IsTombstoneAt(write)) _flushed.Delete(key);
        else _flushed.Put(key, _writes.ValueAt(write));
        _firstDirty = Math.Min(_firstDirty, write);
        _clean--;
    }

    private bool? TryGetFlushed(ReadOnlySpan<byte> key, ByteBuffer value)
    {
        if (_flushed.Count == 0 || _flushed.Map.Find(key) is not (>= 0 and var write)) return null;
        if (_flushed.IsTombstoneAt(write)) return false;
        value.Set(_flushed.ValueAt(write));
        return true;
    }
}

/// <summary>Is told what was written.</summary>
internal interface IFlushedWrites
{
    /// <summary>A key's last write. The spans are valid during the call.</summary>
    void Flushed(in FlushedWrite write);
}

/// <summary>A key's last write, and, of a deletion or where it was asked for, what the key was before.</summary>
internal readonly ref struct FlushedWrite(ReadOnlySpan<byte> key, bool deleted, ReadOnlySpan<byte> value, bool existed, ReadOnlySpan<byte> old)
{
    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key { get; } = key;

    /// <summary>The write is a deletion.</summary>
    public bool Deleted { get; } = deleted;

    /// <summary>The value; of a deletion its note.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>The key had a value before, and it was looked up.</summary>
    public bool Existed { get; } = existed;

    /// <summary>That value.</summary>
    public ReadOnlySpan<byte> Old { get; } = old;
}
