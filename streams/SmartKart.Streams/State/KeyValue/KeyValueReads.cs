using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.KeyValue;

/// <summary>The reads of a key-value store: its own, and those of other threads. Any thread.</summary>
internal sealed class KeyValueReads<K, V>(
    IBytesReader bytes, StoreLife life, ISerde<K> keys, IStoredValues<V> values, TimeToLive? timeToLive) : IReadOnlyKeyValueStore<K, V>
{
    /// <inheritdoc />
    public long ApproximateEntries
    {
        get
        {
            life.ThrowIfClosed();
            return bytes.ApproximateEntries;
        }
    }

    /// <inheritdoc />
    public bool TryGet(K key, [MaybeNullWhen(false)] out V value)
    {
        life.ThrowIfClosed();
        var keyBytes = ThreadBuffers.Key;
        keys.Serialize(key, keyBytes);
        var valueBytes = ThreadBuffers.Value;
        if (!bytes.TryGet(keyBytes.Written, valueBytes) || timeToLive?.IsExpired(valueBytes.Written) == true)
        {
            value = default;
            return false;
        }
        value = values.Deserialize(valueBytes.Written);
        return true;
    }

    /// <inheritdoc />
    public IKeyValueIterator<K, V> Range(K from, K to) => Range(from, to, reverse: false);

    /// <inheritdoc />
    public IKeyValueIterator<K, V> ReverseRange(K from, K to) => Range(from, to, reverse: true);

    /// <inheritdoc />
    public IKeyValueIterator<K, V> All() => Scan(BytesRange.All, prefix: null);

    /// <inheritdoc />
    public IKeyValueIterator<K, V> ReverseAll() => Scan(BytesRange.All with { Reverse = true }, prefix: null);

    /// <inheritdoc />
    public IKeyValueIterator<K, V> PrefixScan(ReadOnlySpan<byte> prefix)
    {
        var first = ThreadBuffers.Key;
        first.Set(prefix);
        return Scan(BytesRange.All with { From = first.WrittenMemory }, prefix.ToArray());
    }

    private KeyValueIterator<K, V> Range(K from, K to, bool reverse)
    {
        var first = ThreadBuffers.Key;
        keys.Serialize(from, first);
        var last = ThreadBuffers.OtherKey;
        keys.Serialize(to, last);
        return Scan(BytesRange.All with { From = first.WrittenMemory, To = last.WrittenMemory, Reverse = reverse }, prefix: null);
    }

    private KeyValueIterator<K, V> Scan(in BytesRange range, byte[]? prefix)
    {
        life.ThrowIfClosed();
        return new KeyValueIterator<K, V>(bytes.Scan(range), keys, values, timeToLive, prefix);
    }
}

/// <summary>Turns a walk over bytes into one over entries.</summary>
internal sealed class KeyValueIterator<K, V>(
    IBytesCursor cursor, ISerde<K> keys, IStoredValues<V> values, TimeToLive? timeToLive, byte[]? prefix) : IKeyValueIterator<K, V>
{
    private IBytesCursor? _cursor = cursor;

    /// <inheritdoc />
    public KeyValuePair<K, V> Current { get; private set; }

    /// <inheritdoc />
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_cursor is null, this);
        while (_cursor.MoveNext())
        {
            if (prefix is not null && !_cursor.Key.StartsWith(prefix)) return false;
            if (timeToLive?.IsExpired(_cursor.Value) == true) continue;
            Current = new(keys.Deserialize(_cursor.Key), values.Deserialize(_cursor.Value));
            return true;
        }
        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _cursor?.Dispose();
        _cursor = null; // the cursor may walk for somebody else by now
    }
}
