using SmartKart.Streams.Native.RocksDb;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Persistent;

/// <summary>A walk over the keys of one prefix, which it hides, as the database was when it began.</summary>
internal sealed class RocksCursor : IBytesCursor
{
    private readonly RocksStorage _storage;
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
        var first = storage.RentKey();
        first.Append(prefix);
        first.Append(range.From.GetValueOrDefault().Span);
        var limit = storage.RentKey();
        limit.Append(prefix);
        if (range.To is { } last)
        {
            limit.Append(last.Span);
            limit.Append([0]); // no key lies between the last and this
        }
        else Increment(limit);
        if (limit.Written.SequenceCompareTo(first.Written) < 0) limit.Set(first.Written); // an empty range
        _iterator = storage.Iterate(first.Written, limit.Written);
        storage.ReturnKey(first);
        storage.ReturnKey(limit);
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
            if (!_isBegun) Begin(_iterator);
            else if (!_iterator.IsValid) return false;
            else if (_range.Reverse) _iterator.Previous();
            else _iterator.Next();
            if (!_iterator.IsValid) return AtEnd(_iterator);
            if (_time is not { } time || time.Of(_iterator.Key) is var at && at >= _range.TimeFromMs && at <= _range.TimeToMs) return true;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _iterator?.Dispose();
        _iterator = null;
    }

    private void Begin(RocksIterator iterator)
    {
        _isBegun = true;
        if (_range.Reverse) iterator.SeekToLast();
        else iterator.SeekToFirst();
    }

    private bool AtEnd(RocksIterator iterator)
    {
        var status = iterator.Status;
        return status.IsOk ? false : throw _storage.Broken("a walk", status);
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
