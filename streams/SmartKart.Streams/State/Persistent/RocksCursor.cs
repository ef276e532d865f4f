using SmartKart.Streams.Native.RocksDb;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Persistent;

/// <summary>A walk over the keys of one prefix, which it hides, as the database was when it began.</summary>
internal sealed class RocksCursor : IBytesCursor
{
    private readonly RocksStorage _storage;
    private readonly ByteBuffer _end; // the last key that counts, prefix included; the prefix alone where there is no such key
    private readonly bool _hasEnd;
    private readonly BytesRange _range;
    private readonly KeyTime? _time;
    private readonly int _prefixLength;
    private RocksIterator? _iterator;
    private bool _isBegun;

    /// <param name="storage">The database.</param>
    /// <param name="prefix">What all keys begin with.</param>
    /// <param name="range">The range, without prefixes.</param>
    /// <param name="time">Where the keys hold the time that the range restricts; null where they have none.</param>
    public RocksCursor(RocksStorage storage, ReadOnlySpan<byte> prefix, in BytesRange range, KeyTime? time)
    {
        (_storage, _prefixLength, _time) = (storage, prefix.Length, time);
        _range = range with { From = null, To = null };
        _end = storage.RentKey();
        _end.Append(prefix);
        var end = range.Reverse ? range.From : range.To;
        _hasEnd = end is not null;
        _end.Append(end.GetValueOrDefault().Span);
        _iterator = storage.Iterate();
        var start = storage.RentKey();
        start.Append(prefix);
        if (!range.Reverse)
        {
            start.Append(range.From.GetValueOrDefault().Span);
            _iterator.Seek(start.Written);
        }
        else
        {
            if (range.To is { } last) start.Append(last.Span);
            else Increment(start);
            _iterator.SeekForPrevious(start.Written);
        }
        storage.ReturnKey(start);
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Key => _iterator!.Key[_prefixLength..];

    /// <inheritdoc />
    public ReadOnlySpan<byte> Value => _iterator!.Value;

    /// <inheritdoc />
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_iterator is null, this);
        while (true)
        {
            if (!_isBegun) _isBegun = true;
            else if (!_iterator.IsValid) return false;
            else if (_range.Reverse) _iterator.Previous();
            else _iterator.Next();
            if (!_iterator.IsValid) return AtEnd();
            var key = _iterator.Key;
            if (IsBeyond(key)) return false;
            if (_time is not { } time || time.Of(key) is var at && at >= _range.TimeFromMs && at <= _range.TimeToMs) return true;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_iterator is null) return;
        _iterator.Dispose();
        _iterator = null;
        _storage.ReturnKey(_end);
    }

    private bool AtEnd()
    {
        var status = _iterator!.Status;
        return status.IsOk ? false : throw _storage.Broken("a walk", status);
    }

    private bool IsBeyond(ReadOnlySpan<byte> key)
    {
        if (!key.StartsWith(_end.Written[.._prefixLength])) return true;
        if (!_hasEnd) return false;
        var order = key.SequenceCompareTo(_end.Written);
        return _range.Reverse ? order < 0 : order > 0;
    }

    // The first key after all that begin with these bytes, which no entry has: a prefix's number, plus one.
    private static void Increment(ByteBuffer prefix)
    {
        Span<byte> bytes = stackalloc byte[prefix.Count];
        prefix.Written.CopyTo(bytes);
        for (var i = bytes.Length - 1; ++bytes[i] == 0; i--)
        {
            // A byte that was 255 carries; the first is 1 and stops it.
        }
        prefix.Set(bytes);
    }
}
