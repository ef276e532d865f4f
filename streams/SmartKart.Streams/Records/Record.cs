using System.Runtime.CompilerServices;

namespace SmartKart.Streams;

/// <summary>
/// What flows between processors: a key, a value, the event's time and headers. A record without a value is a tombstone; for a type of
/// value that has a null, its <see cref="Value"/> is then null, for one that has none it is the type's default.
/// </summary>
public readonly struct Record<K, V>
{
    private readonly bool _hasValue;
    private readonly Headers? _headers;

    /// <summary>A record; a null value makes it a tombstone.</summary>
    /// <param name="key">The key; null where there is none.</param>
    /// <param name="value">The value.</param>
    /// <param name="timestampMs">When it happened: ms since 1970, UTC, not negative.</param>
    /// <param name="headers">Its headers; null for none.</param>
    public Record(K key, V value, long timestampMs, Headers? headers = null) : this(key, value, value is not null, timestampMs, headers) { }

    private Record(K key, V value, bool hasValue, long timestampMs, Headers? headers)
    {
        Key = key;
        Value = value;
        TimestampMs = timestampMs;
        _hasValue = hasValue;
        _headers = headers;
    }

    /// <summary>The key.</summary>
    public K Key { get; }

    /// <summary>The value.</summary>
    public V Value { get; }

    /// <summary>When it happened: ms since 1970, UTC.</summary>
    public long TimestampMs { get; }

    /// <summary>Its headers.</summary>
    public Headers Headers => _headers ?? Headers.Empty;

    /// <summary>It has no value: its key is deleted.</summary>
    public bool IsTombstone => !_hasValue;

    /// <summary>
    /// It is a tombstone of a type that has no null, such as <c>long</c>: there is no value to give to a function of values.
    /// Operators that look at values pass such a record on as it is. Name the type <c>long?</c> to see tombstones instead.
    /// </summary>
    internal bool LacksValue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default(V) is not null && !_hasValue;
    }

    /// <summary>A record without a value.</summary>
    public static Record<K, V> Tombstone(K key, long timestampMs, Headers? headers = null) =>
        new(key, default!, hasValue: false, timestampMs, headers); // V's default stands for no value; HasValue says so

    /// <summary>The same with another key.</summary>
    public Record<K2, V> WithKey<K2>(K2 key) => new(key, Value, _hasValue, TimestampMs, _headers);

    /// <summary>The same with another value; null makes it a tombstone.</summary>
    public Record<K, V2> WithValue<V2>(V2 value) => new(Key, value, value is not null, TimestampMs, _headers);

    /// <summary>The same at another time.</summary>
    public Record<K, V> WithTimestamp(long timestampMs) => new(Key, Value, _hasValue, timestampMs, _headers);

    /// <summary>The same with other headers.</summary>
    public Record<K, V> WithHeaders(Headers headers) => new(Key, Value, _hasValue, TimestampMs, headers);

    /// <summary>The same without a value.</summary>
    internal Record<K, V2> AsTombstone<V2>() => Record<K, V2>.Tombstone(Key, TimestampMs, _headers);

    internal Headers? HeadersOrNull => _headers;

    /// <inheritdoc />
    public override string ToString() => $"{Key} = {(IsTombstone ? "null" : Value?.ToString())} @ {TimestampMs}";
}
