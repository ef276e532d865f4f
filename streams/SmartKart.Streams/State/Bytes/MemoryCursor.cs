namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// A walk over a map that others read and write: it copies a few entries at a time while it holds the lock, more each time, so that a
/// short walk copies little and a long one seldom locks. Reused by way of its pool.
/// </summary>
internal sealed class MemoryCursor(CursorPool<MemoryCursor> pool) : IBytesCursor
{
    private const int FirstEntries = 8;
    private const int MostEntries = 256;
    private const int MostBytes = 32_768; // a batch ends with the entry that reaches it
    private readonly MapWalk _walk = new();
    private readonly ByteBuffer _bytes = new(1024); // key, value, key, value…
    private (int KeyLength, int ValueLength)[] _lengths = new (int, int)[FirstEntries];
    private OrderedBytesMap? _map;
    private Lock? _guard;
    private int _copied;     // entries in the batch
    private int _at;         // the one at hand, in the batch
    private int _start;      // where its key begins
    private int _batch;      // entries of the next batch
    private bool _isAtEnd;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Key => _bytes.Written.Slice(_start, _lengths[_at].KeyLength);

    /// <inheritdoc />
    public ReadOnlySpan<byte> Value => _bytes.Written.Slice(_start + _lengths[_at].KeyLength, _lengths[_at].ValueLength);

    /// <summary>Begins a walk.</summary>
    public MemoryCursor Begin(OrderedBytesMap map, Lock guard, in BytesRange range, KeyTime? time)
    {
        (_map, _guard) = (map, guard);
        (_copied, _at, _start, _batch, _isAtEnd) = (0, -1, 0, FirstEntries, false);
        _walk.Begin(map, range, time);
        return this;
    }

    /// <inheritdoc />
    public bool MoveNext()
    {
        if (_at >= 0 && _at < _copied) _start += _lengths[_at].KeyLength + _lengths[_at].ValueLength;
        if (++_at < _copied) return true;
        if (_isAtEnd) return false;
        Copy();
        (_at, _start) = (0, 0);
        return _copied > 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_map is null) return;
        _walk.End();
        (_map, _guard) = (null, null);
        pool.Return(this);
    }

    private void Copy()
    {
        if (_lengths.Length < _batch) Array.Resize(ref _lengths, _batch);
        _bytes.Clear();
        _copied = 0;
        ObjectDisposedException.ThrowIf(_map is null, this);
        lock (_guard!)
        {
            while (_copied < _batch && _bytes.Count < MostBytes)
            {
                var entry = _walk.Peek();
                if (entry < 0)
                {
                    _isAtEnd = true;
                    break;
                }
                var key = _map.KeyAt(entry);
                var value = _map.ValueAt(entry);
                _bytes.Append(key);
                _bytes.Append(value);
                _lengths[_copied++] = (key.Length, value.Length);
                _walk.Pass(key, isPeeked: true);
            }
        }
        _batch = Math.Min(_batch * 2, MostEntries);
    }
}
