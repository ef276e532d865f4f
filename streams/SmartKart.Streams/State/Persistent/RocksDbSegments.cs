using SmartKart.Streams.Native.RocksDb;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;

namespace SmartKart.Streams.State.Persistent;

/// <summary>
/// Segments on disk: in one database, each behind its number. Dropping one is a range's deletion in the batch of the commit, and the
/// files that held nothing else go at once. A column family each would drop as cheaply, but each has a write buffer of its own, and all
/// must then be flushed together to keep the offset honest. Hot path: per record.
/// </summary>
internal sealed class RocksDbSegments : ISegments
{
    private const int PrefixBytes = 1 + sizeof(long);
    private readonly RocksStorage _storage;
    private readonly SegmentRule _rule;
    private readonly Lock _guard = new();                // guards the set against readers on other threads; a leaf
    private readonly SortedSet<long> _numbers;           // of segments that hold something
    private readonly List<long> _added = [];             // in the batch at hand
    private readonly WriteOrder _order = new();

    public RocksDbSegments(RocksStorage storage, SegmentRule rule)
    {
        (_storage, _rule) = (storage, rule);
        _numbers = FindNumbers(storage);
    }

    /// <inheritdoc />
    public bool IsPersistent => true;

    /// <inheritdoc />
    public string? RebuildCause => _storage.RebuildCause;

    /// <inheritdoc />
    public long? ChangelogOffset => _storage.ChangelogOffset;

    /// <inheritdoc />
    public long StreamTimeMs => _storage.StreamTimeMs;

    /// <inheritdoc />
    public long ApproximateEntries => _storage.ApproximateEntries;

    /// <inheritdoc />
    public long ApproximateBytes => _storage.ApproximateBytes;

    /// <inheritdoc />
    public void AppendNumbers(long from, long to, List<long> numbers)
    {
        lock (_guard)
        {
            foreach (var number in _numbers)
                if (number >= from && number <= to)
                    numbers.Add(number);
        }
    }

    /// <inheritdoc />
    public bool TryGet(long segment, ReadOnlySpan<byte> key, ByteBuffer value)
    {
        var prefixed = _storage.RentKey();
        AppendPrefix(prefixed, segment);
        prefixed.Append(key);
        var found = _storage.TryGet(prefixed.Written, value);
        _storage.ReturnKey(prefixed);
        return found;
    }

    /// <inheritdoc />
    public IBytesCursor Scan(long segment, in BytesRange range)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        WritePrefix(prefix, segment);
        return new RocksCursor(_storage, prefix, range, _rule.Time);
    }

    /// <inheritdoc />
    public void Apply(WriteSet writes, long? changelogOffset, long earliest, long streamTimeMs)
    {
        if (writes.Count == 0 && changelogOffset is null) return;
        var batch = _storage.BeginBatch();
        _added.Clear();
        Span<byte> first = stackalloc byte[PrefixBytes];
        Span<byte> limit = stackalloc byte[PrefixBytes];
        var drops = _numbers.Count > 0 && _numbers.Min < earliest; // only this thread changes the set: it may look without the lock
        if (drops)
        {
            WritePrefix(first, _numbers.Min);
            WritePrefix(limit, earliest);
            batch.DeleteRange(first, limit);
        }
        AddWrites(batch, writes, earliest);
        _storage.WriteBatch(changelogOffset, streamTimeMs);
        lock (_guard)
        {
            if (drops) _numbers.RemoveWhere(number => number < earliest);
            foreach (var number in _added) _numbers.Add(number);
        }
        if (drops) _storage.ReleaseFiles(first, limit);
    }

    /// <inheritdoc />
    public void Flush() => _storage.Flush();

    /// <inheritdoc />
    public void Dispose() => _storage.Dispose();

    private void AddWrites(RocksBatch batch, WriteSet writes, long earliest)
    {
        var prefixed = _storage.RentKey();
        long? at = null; // the segment whose prefix the buffer holds: mostly the last key's again
        foreach (var i in _order.Of(writes))
        {
            var key = writes.KeyAt(i);
            var number = _rule.NumberOf(key);
            if (number < earliest) continue;
            if (number != at)
            {
                prefixed.Clear();
                AppendPrefix(prefixed, number);
                at = number;
                if (!_numbers.Contains(number)) _added.Add(number);
            }
            prefixed.Truncate(PrefixBytes);
            prefixed.Append(key);
            if (writes.IsTombstoneAt(i)) batch.Delete(prefixed.Written);
            else batch.Put(prefixed.Written, writes.ValueAt(i));
        }
        _storage.ReturnKey(prefixed);
    }

    private static SortedSet<long> FindNumbers(RocksStorage storage)
    {
        var numbers = new SortedSet<long>();
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        using var iterator = storage.Iterate([RocksStorage.DataPrefix], [RocksStorage.DataPrefix + 1]);
        for (iterator.SeekToFirst(); iterator.IsValid; iterator.Seek(prefix))
        {
            var number = KeyTime.Read(iterator.Key[1..]);
            numbers.Add(number);
            if (number == long.MaxValue) break;
            WritePrefix(prefix, number + 1);
        }
        return iterator.Status is { IsOk: false } status ? throw storage.Broken("looking for segments", status) : numbers;
    }

    private static void AppendPrefix(ByteBuffer key, long segment)
    {
        WritePrefix(key.GetSpan(PrefixBytes), segment);
        key.Advance(PrefixBytes);
    }

    private static void WritePrefix(Span<byte> prefix, long segment)
    {
        prefix[0] = RocksStorage.DataPrefix;
        KeyTime.Write(prefix[1..], segment);
    }
}
