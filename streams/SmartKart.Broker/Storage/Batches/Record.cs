namespace SmartKart.Broker.Storage;

/// <summary>
/// One record of a batch; a view. Numbers are varints; a length of −1 is null.
/// <code>
/// ┌────────┬────────────┬─────────────────┬──────────────┬────────────┬──────────────┬─────────┐
/// │ length │ attributes │ timestamp delta │ offset delta │ key length │ value length │ headers │
/// │        │ int8, 0    │                 │              │ and key    │ and value    │         │
/// └────────┴────────────┴─────────────────┴──────────────┴────────────┴──────────────┴─────────┘
/// </code>
/// </summary>
internal readonly ref struct Record
{
    public required ReadOnlySpan<byte> Bytes { get; init; }
    public required long TimestampDelta { get; init; }
    public required int OffsetDelta { get; init; }
    public required bool HasKey { get; init; }
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>False for a tombstone, which removes its key from a compacted log.</summary>
    public required bool HasValue { get; init; }

    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>Number of headers and the headers, as they are encoded.</summary>
    public required ReadOnlySpan<byte> Headers { get; init; }
}

/// <summary>Goes through a batch's records without believing a length before the bytes left could hold it. Hot path: per record.</summary>
internal ref struct RecordEnumerator
{
    private readonly int _count;
    private ReadOnlySpan<byte> _rest;
    private int _seen;
    private bool _broken;

    /// <param name="records">One behind another, not compressed.</param>
    /// <param name="count">How many the batch says they are.</param>
    public RecordEnumerator(ReadOnlySpan<byte> records, int count)
    {
        _count = count;
        _rest = records;
    }

    public Record Current { readonly get; private set; }

    /// <summary>After the last record: all were there, and nothing else.</summary>
    public readonly bool IsSound => !_broken && _seen == _count && _rest.IsEmpty;

    public readonly RecordEnumerator GetEnumerator() => this;

    /// <summary>Walks a copy: every length within its bounds, as many as announced, offsets rising.</summary>
    /// <param name="lastOffsetDelta">Of the batch.</param>
    public readonly BatchFault Check(int lastOffsetDelta)
    {
        var records = this;
        var last = -1;
        while (records.MoveNext())
        {
            if (records.Current.OffsetDelta <= last || records.Current.OffsetDelta > lastOffsetDelta) return BatchFault.Inconsistent;
            last = records.Current.OffsetDelta;
        }
        return records.IsSound ? BatchFault.None : BatchFault.Inconsistent;
    }

    public bool MoveNext()
    {
        if (_broken || _seen == _count) return false;
        if (!TryRead(_rest, out var record))
        {
            _broken = true;
            return false;
        }
        Current = record;
        _rest = _rest[record.Bytes.Length..];
        _seen++;
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> rest, out Record record)
    {
        record = default;
        var head = Varint.Read(rest, out var length);
        if (head == 0 || length < 1 || length > rest.Length - head) return false;
        var whole = rest[..(head + (int)length)];
        var body = whole[(head + 1)..];
        if (!TryNumber(ref body, out var timestampDelta) || !TryNumber(ref body, out var offsetDelta) || offsetDelta is < 0 or > int.MaxValue) return false;
        if (!TryBytes(ref body, out var key, out var hasKey) || !TryBytes(ref body, out var value, out var hasValue) || body.IsEmpty) return false;
        record = new Record
        {
            Bytes = whole, TimestampDelta = timestampDelta, OffsetDelta = (int)offsetDelta,
            HasKey = hasKey, Key = key, HasValue = hasValue, Value = value, Headers = body,
        };
        return true;
    }

    private static bool TryNumber(scoped ref ReadOnlySpan<byte> rest, out long value)
    {
        var bytes = Varint.Read(rest, out value);
        rest = rest[bytes..];
        return bytes > 0;
    }

    private static bool TryBytes(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> bytes, out bool present)
    {
        bytes = default;
        present = false;
        if (!TryNumber(ref rest, out var length) || length < -1 || length > rest.Length) return false;
        if (length < 0) return true;
        present = true;
        bytes = rest[..(int)length];
        rest = rest[(int)length..];
        return true;
    }
}
