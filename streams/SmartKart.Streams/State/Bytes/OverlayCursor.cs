namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// A walk over writes and, under them, a committed store, merged by key: where both have one, the write counts, and a tombstone hides.
/// What is written ahead of it while it walks, it meets. Reused by way of its pool.
/// </summary>
internal sealed class OverlayCursor(CursorPool<OverlayCursor> pool) : IBytesCursor
{
    private readonly MapWalk _walk = new();
    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _value = new();
    private OrderedBytesMap? _writes;
    private Lock? _guard;
    private IBytesCursor? _committed;
    private bool _hasCommitted;        // the committed cursor stands at an entry that is not yet told
    private bool _isCommittedAtEnd;
    private bool _isCommittedCurrent;  // the entry at hand is the committed cursor's

    private enum Step { Found, Hidden, End }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Key => _isCommittedCurrent ? _committed!.Key : _key.Written;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Value => _isCommittedCurrent ? _committed!.Value : _value.Written;

    /// <summary>Begins a walk.</summary>
    /// <param name="writes">The writes.</param>
    /// <param name="guard">What guards them.</param>
    /// <param name="committed">A cursor over the committed entries of the same range, which this one disposes of.</param>
    /// <param name="range">The range.</param>
    /// <param name="time">Where keys hold their time, if they do.</param>
    public OverlayCursor Begin(OrderedBytesMap writes, Lock guard, IBytesCursor committed, in BytesRange range, KeyTime? time)
    {
        (_writes, _guard, _committed) = (writes, guard, committed);
        (_hasCommitted, _isCommittedAtEnd, _isCommittedCurrent) = (false, false, false);
        _walk.Begin(writes, range, time);
        return this;
    }

    /// <inheritdoc />
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_committed is null, this);
        while (true)
        {
            // Outside the lock: it may read from disk, and the task's thread is not to wait for that.
            if (!_hasCommitted && !_isCommittedAtEnd) _isCommittedAtEnd = !(_hasCommitted = _committed.MoveNext());
            lock (_guard!)
            {
                var step = Advance();
                if (step != Step.Hidden) return step == Step.Found;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_committed is null) return;
        _committed.Dispose();
        _walk.End();
        (_writes, _guard, _committed) = (null, null, null);
        pool.Return(this);
    }

    private Step Advance()
    {
        var write = _walk.Peek();
        if (write < 0 && !_hasCommitted) return Step.End;
        var order = write < 0 ? 1 : !_hasCommitted ? -1 : Compare(_writes!.KeyAt(write), _committed!.Key);
        if (order > 0)
        {
            _walk.Pass(_committed!.Key, isPeeked: false);
            (_isCommittedCurrent, _hasCommitted) = (true, false);
            return Step.Found;
        }
        if (order == 0) _hasCommitted = false;
        var key = _writes!.KeyAt(write);
        _key.Set(key);
        _value.Set(_writes.ValueAt(write));
        _isCommittedCurrent = false;
        _walk.Pass(key, isPeeked: true);
        return _writes.IsTombstoneAt(write) ? Step.Hidden : Step.Found;
    }

    private int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => _walk.IsReverse ? other.SequenceCompareTo(one) : one.SequenceCompareTo(other);
}
