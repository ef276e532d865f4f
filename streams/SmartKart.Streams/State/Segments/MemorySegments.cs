using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Segments;

/// <summary>Segments in memory, one map each.</summary>
internal sealed class MemorySegments(SegmentRule rule) : ISegments
{
    private const int MapsKept = 2; // of dropped segments, for those to come
    private readonly Lock _guard = new(); // guards the maps against readers on other threads; a leaf
    private readonly CursorPool<MemoryCursor> _cursors = new();
    private readonly SortedList<long, OrderedBytesMap> _segments = [];
    private readonly Stack<OrderedBytesMap> _spare = [];
    private OrderedBytesMap? _last; // the segment used last, mostly the next too
    private long _lastNumber;
    private long _changelogOffset = -1;
    private long _streamTimeMs = StreamClock.Unknown;

    /// <inheritdoc />
    public bool IsPersistent => false;

    /// <inheritdoc />
    public string? RebuildCause => null;

    /// <inheritdoc />
    public long? ChangelogOffset => Volatile.Read(ref _changelogOffset) is >= 0 and var offset ? offset : null;

    /// <inheritdoc />
    public long StreamTimeMs => Volatile.Read(ref _streamTimeMs);

    /// <inheritdoc />
    public long ApproximateEntries
    {
        get
        {
            long entries = 0;
            lock (_guard)
            {
                foreach (var (_, map) in _segments) entries += map.Count;
            }
            return entries;
        }
    }

    /// <inheritdoc />
    public long ApproximateBytes
    {
        get
        {
            long bytes = 0;
            lock (_guard)
            {
                foreach (var (_, map) in _segments) bytes += map.SizeBytes;
            }
            return bytes;
        }
    }

    /// <inheritdoc />
    public void AppendNumbers(long from, long to, List<long> numbers)
    {
        lock (_guard)
        {
            for (var i = 0; i < _segments.Count; i++)
                if (_segments.GetKeyAtIndex(i) is var number && number >= from && number <= to)
                    numbers.Add(number);
        }
    }

    /// <inheritdoc />
    public bool TryGet(long segment, ReadOnlySpan<byte> key, ByteBuffer value)
    {
        lock (_guard)
        {
            var map = MapOf(segment);
            var entry = map?.Find(key) ?? -1;
            if (entry < 0) return false;
            value.Set(map!.ValueAt(entry));
            return true;
        }
    }

    /// <inheritdoc />
    public IBytesCursor Scan(long segment, in BytesRange range)
    {
        lock (_guard)
        {
            return (_cursors.Take() ?? new MemoryCursor(_cursors)).Begin(MapOf(segment) ?? new OrderedBytesMap(), _guard, range, rule.Time);
        }
    }

    /// <inheritdoc />
    public void Apply(WriteSet writes, long? changelogOffset, long earliest, long streamTimeMs)
    {
        lock (_guard)
        {
            for (var i = 0; i < writes.Count; i++)
            {
                var key = writes.KeyAt(i);
                var number = rule.NumberOf(key);
                if (number < earliest) continue;
                if (writes.IsTombstoneAt(i)) MapOf(number)?.Remove(key);
                else (MapOf(number) ?? AddMap(number)).Put(key, writes.ValueAt(i));
            }
            while (_segments.Count > 0 && _segments.GetKeyAtIndex(0) < earliest) DropFirst();
            Volatile.Write(ref _streamTimeMs, streamTimeMs);
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

    private OrderedBytesMap? MapOf(long number)
    {
        if (_last is not null && _lastNumber == number) return _last;
        if (!_segments.TryGetValue(number, out var map)) return null;
        (_last, _lastNumber) = (map, number);
        return map;
    }

    private OrderedBytesMap AddMap(long number)
    {
        var map = _spare.TryPop(out var spare) ? spare : new OrderedBytesMap();
        _segments.Add(number, map);
        return map;
    }

    private void DropFirst()
    {
        var map = _segments.GetValueAtIndex(0);
        _segments.RemoveAt(0);
        _last = null;
        map.Clear();
        if (_spare.Count < MapsKept) _spare.Push(map);
    }
}
