using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.StreamTimes;

/// <summary>
/// Entries that fall due by stream time, each under a time and a key, first due first out; beside them stream time itself. Its bytes:
/// <code>
/// 0               → stream time
/// 1 ‖ time ‖ key  → the entry; the time in 8 bytes, big-endian, sign bit flipped
/// </code>
/// </summary>
internal class TimeOrderedStore(string name) : StreamTimeStore(name)
{
    private const byte EntryPrefix = 1;
    private const int EntryKeyStart = 1 + KeyTime.Bytes;
    private readonly ByteBuffer _entryKey = new();
    private readonly ByteBuffer _bound = new();  // no entry lies before this key: what was taken since the commit need not be passed again
    private readonly ByteBuffer _end = Single(EntryPrefix + 1);

    /// <summary>Sets the entry of a time and a key.</summary>
    protected void Put(long timeMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var entryKey = EntryKey(timeMs, key);
        Writes.Put(entryKey, value);
        if (entryKey.SequenceCompareTo(_bound.Written) < 0) _bound.Set(entryKey);
    }

    /// <summary>Looks the entry of a time and a key up.</summary>
    protected bool TryGet(long timeMs, ReadOnlySpan<byte> key, ByteBuffer value) => Writes.TryGet(EntryKey(timeMs, key), value);

    /// <summary>Deletes the entry of a time and a key; nothing happens where there is none.</summary>
    protected void Remove(long timeMs, ReadOnlySpan<byte> key) => Writes.Delete(EntryKey(timeMs, key));

    /// <summary>Takes the first entry out, if it is due.</summary>
    /// <param name="untilMs">The latest time that is due.</param>
    /// <param name="timeMs">Its time.</param>
    /// <param name="key">Is set to its key.</param>
    /// <param name="value">Is set to its value.</param>
    protected bool TryTake(long untilMs, out long timeMs, ByteBuffer key, ByteBuffer value)
    {
        timeMs = TimeOf(_bound.Written);
        if (untilMs < timeMs) return false; // most records: nothing is due
        using var cursor = Writes.Scan(BytesRange.All with { From = _bound.WrittenMemory, To = _end.WrittenMemory });
        if (!cursor.MoveNext())
        {
            SetBound(long.MaxValue);
            return false;
        }
        timeMs = TimeOf(cursor.Key);
        key.Set(cursor.Key[EntryKeyStart..]);
        value.Set(cursor.Value);
        var isDue = timeMs <= untilMs;
        if (isDue) Writes.Delete(cursor.Key);
        EntryKey(timeMs, key.Written);
        _bound.Set(_entryKey.Written);
        return isDue;
    }

    /// <summary>Walks all entries, the first due first. Dispose of it.</summary>
    protected IBytesCursor Entries()
    {
        EntryKey(long.MinValue, default);
        return Writes.Scan(BytesRange.All with { From = _entryKey.WrittenMemory, To = _end.WrittenMemory });
    }

    /// <summary>An entry's own key.</summary>
    protected static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> entryKey) => entryKey[EntryKeyStart..];

    /// <inheritdoc />
    protected override void Load()
    {
        base.Load();
        SetBound(long.MinValue);
    }

    private void SetBound(long timeMs) => _bound.Set(EntryKey(timeMs, default));

    private static long TimeOf(ReadOnlySpan<byte> entryKey) => KeyTime.Read(entryKey[1..]);

    private ReadOnlySpan<byte> EntryKey(long timeMs, ReadOnlySpan<byte> key)
    {
        _entryKey.Clear();
        var head = _entryKey.GetSpan(EntryKeyStart);
        head[0] = EntryPrefix;
        KeyTime.Write(head[1..], timeMs);
        _entryKey.Advance(EntryKeyStart);
        _entryKey.Append(key);
        return _entryKey.Written;
    }

    private static ByteBuffer Single(byte value)
    {
        var buffer = new ByteBuffer(1);
        buffer.Append([value]);
        return buffer;
    }
}
