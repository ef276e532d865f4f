using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Segments;

/// <summary>
/// A walk over several segments at once, merged by key. They are few, so the next is found by looking at each. A key is in one segment
/// only. Reused by way of its pool.
/// </summary>
internal sealed class SegmentsCursor(CursorPool<SegmentsCursor> pool) : IBytesCursor
{
    private readonly List<long> _numbers = [];
    private readonly List<IBytesCursor> _cursors = []; // those that stand at an entry, once the walk has begun
    private bool _isReverse;
    private bool _isBegun;
    private bool _isOpen;
    private int _current;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Key => _cursors[_current].Key;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Value => _cursors[_current].Value;

    /// <summary>Begins a walk over the segments between these two numbers, both included.</summary>
    public SegmentsCursor Begin(ISegments segments, long from, long to, in BytesRange range)
    {
        (_isReverse, _isBegun, _isOpen, _current) = (range.Reverse, false, true, -1);
        _numbers.Clear();
        segments.AppendNumbers(from, to, _numbers);
        foreach (var number in _numbers) _cursors.Add(segments.Scan(number, range));
        return this;
    }

    /// <inheritdoc />
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        if (_isBegun)
        {
            if (_current >= 0) Advance(_current);
        }
        else
        {
            for (var i = _cursors.Count - 1; i >= 0; i--) Advance(i);
            _isBegun = true;
        }
        _current = _cursors.Count - 1;
        for (var i = 0; i < _cursors.Count - 1; i++)
        {
            var order = _cursors[i].Key.SequenceCompareTo(_cursors[_current].Key);
            if (_isReverse ? order > 0 : order < 0) _current = i;
        }
        return _current >= 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_isOpen) return;
        _isOpen = false;
        foreach (var cursor in _cursors) cursor.Dispose();
        _cursors.Clear();
        pool.Return(this);
    }

    private void Advance(int cursor)
    {
        if (_cursors[cursor].MoveNext()) return;
        _cursors[cursor].Dispose();
        _cursors.RemoveAt(cursor);
    }
}
