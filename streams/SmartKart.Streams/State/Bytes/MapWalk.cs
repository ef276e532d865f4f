namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// A walk over a range of an <see cref="OrderedBytesMap"/> that may change between its steps: then it seeks anew from the key at which it
/// stood. It keeps copies of all keys it needs. One thread at a time, and only while it may read the map.
/// </summary>
internal sealed class MapWalk
{
    private readonly ByteBuffer _from = new(32);
    private readonly ByteBuffer _to = new(32);
    private readonly ByteBuffer _passed = new(32);
    private OrderedBytesMap? _map;
    private BytesRange _range; // without its keys, whose memory is not ours
    private bool _hasFrom, _hasTo, _hasPassed;
    private KeyTime? _time;
    private OrderPosition _position;

    /// <summary>Whether the walk is from the last key to the first.</summary>
    public bool IsReverse => _range.Reverse;

    /// <summary>Begins.</summary>
    /// <param name="map">What to walk.</param>
    /// <param name="range">Which part.</param>
    /// <param name="time">Where the keys hold the time that the range restricts; null where they have none.</param>
    public void Begin(OrderedBytesMap map, in BytesRange range, KeyTime? time)
    {
        (_hasFrom, _hasTo, _hasPassed) = (range.From is not null, range.To is not null, false);
        _from.Set(range.From.GetValueOrDefault().Span);
        _to.Set(range.To.GetValueOrDefault().Span);
        _range = range with { From = null, To = null };
        _time = time is not null && (range.TimeFromMs > long.MinValue || range.TimeToMs < long.MaxValue) ? time : null;
        _map = map;
        _position = new OrderPosition(0, 0, Version: -1); // stale: the first peek seeks
    }

    /// <summary>The entry that is next; negative at the end. It stays so until <see cref="Pass"/> passes it.</summary>
    public int Peek()
    {
        var map = _map!;
        if (_position.Version != map.Order.Version) _position = Seek(map.Order);
        while (map.Order.TryGet(_position, out var entry))
        {
            var key = map.KeyAt(entry);
            if (IsBeyond(key)) break;
            if (_time is not { } time || time.Of(key) is var at && at >= _range.TimeFromMs && at <= _range.TimeToMs) return entry;
            _position = map.Order.Step(_position, _range.Reverse);
        }
        return -1;
    }

    /// <summary>Goes past this key, which may be one of another map: what is next comes after it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isPeeked">It is that of the entry last peeked at, and nothing has changed since.</param>
    public void Pass(ReadOnlySpan<byte> key, bool isPeeked)
    {
        _passed.Set(key);
        _hasPassed = true;
        if (isPeeked) _position = _map!.Order.Step(_position, _range.Reverse);
    }

    /// <summary>Lets go of the map.</summary>
    public void End() => _map = null;

    private OrderPosition Seek(KeyOrder order)
    {
        if (!_range.Reverse)
        {
            if (_hasPassed) return order.AtOrAfter(_passed.Written, excluded: true);
            return _hasFrom ? order.AtOrAfter(_from.Written, excluded: false) : order.End(last: false);
        }
        if (_hasPassed) return order.AtOrBefore(_passed.Written, excluded: true);
        return _hasTo ? order.AtOrBefore(_to.Written, excluded: false) : order.End(last: true);
    }

    private bool IsBeyond(ReadOnlySpan<byte> key) => _range.Reverse
        ? _hasFrom && key.SequenceCompareTo(_from.Written) < 0
        : _hasTo && key.SequenceCompareTo(_to.Written) > 0;
}
