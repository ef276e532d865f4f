using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Sessions;

/// <summary>The reads of a session store: its own, and those of other threads. Any thread.</summary>
/// <param name="bytes">What is read.</param>
/// <param name="clock">Stream time as <paramref name="bytes"/> has it: what ended before it less the retention is gone.</param>
/// <param name="life">Whether the store is open.</param>
/// <param name="retentionMs">How long sessions are kept after their end.</param>
/// <param name="keys">The serde of keys.</param>
/// <param name="values">How values lie in bytes.</param>
internal sealed class SessionReads<K, V>(
    IBytesReader bytes, StreamClock clock, StoreLife life, long retentionMs, ISerde<K> keys, IStoredValues<V> values) : IReadOnlySessionStore<K, V>
{
    /// <inheritdoc />
    public bool TryFetchSession(K key, long startMs, long endMs, [MaybeNullWhen(false)] out V value)
    {
        life.ThrowIfClosed();
        value = default;
        if (endMs < clock.EarliestKeptMs(retentionMs)) return false;
        var keyBytes = ThreadBuffers.Key;
        keys.Serialize(key, keyBytes);
        SessionKeys.AppendSuffix(keyBytes, startMs, endMs);
        var valueBytes = ThreadBuffers.Value;
        if (!bytes.TryGet(keyBytes.Written, valueBytes)) return false;
        value = values.Deserialize(valueBytes.Written);
        return true;
    }

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> FindSessions(K key, long earliestEndMs, long latestStartMs) =>
        Find(key, earliestEndMs, latestStartMs, reverse: false);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> BackwardFindSessions(K key, long earliestEndMs, long latestStartMs) =>
        Find(key, earliestEndMs, latestStartMs, reverse: true);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> Fetch(K key) => Find(key, long.MinValue, long.MaxValue, reverse: false);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> All()
    {
        life.ThrowIfClosed();
        var range = BytesRange.All with { TimeFromMs = clock.EarliestKeptMs(retentionMs) };
        return new SessionIterator<K, V>(bytes.Scan(range), keyLength: -1, long.MaxValue, keys, values);
    }

    private SessionIterator<K, V> Find(K key, long earliestEndMs, long latestStartMs, bool reverse)
    {
        life.ThrowIfClosed();
        var first = ThreadBuffers.Key;
        keys.Serialize(key, first);
        var keyLength = first.Count;
        var range = SessionKeys.RangeOf(first, ThreadBuffers.OtherKey, Math.Max(earliestEndMs, clock.EarliestKeptMs(retentionMs)), reverse);
        return new SessionIterator<K, V>(bytes.Scan(range), keyLength, latestStartMs, keys, values);
    }
}

/// <summary>A walk over sessions. Session aggregations make one per record.</summary>
/// <param name="cursor">Their bytes.</param>
/// <param name="keyLength">The bytes of the one key that counts: longer ones lie between its sessions; negative for any.</param>
/// <param name="latestStartMs">Sessions that start later do not count.</param>
/// <param name="keys">The serde of keys.</param>
/// <param name="values">How values lie in bytes.</param>
internal sealed class SessionIterator<K, V>(
    IBytesCursor cursor, int keyLength, long latestStartMs, ISerde<K> keys, IStoredValues<V> values) : IKeyValueIterator<Windowed<K>, V>
{
    private IBytesCursor? _cursor = cursor;

    /// <inheritdoc />
    public KeyValuePair<Windowed<K>, V> Current { get; private set; }

    /// <inheritdoc />
    public bool MoveNext()
    {
        ObjectDisposedException.ThrowIf(_cursor is null, this);
        while (_cursor.MoveNext())
        {
            var key = _cursor.Key;
            if (keyLength >= 0 && key.Length != keyLength + SessionKeys.SuffixBytes) continue;
            var window = SessionKeys.WindowOf(key);
            if (window.StartMs > latestStartMs) continue;
            Current = new(new Windowed<K>(keys.Deserialize(SessionKeys.KeyOf(key)), window), values.Deserialize(_cursor.Value));
            return true;
        }
        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _cursor?.Dispose();
        _cursor = null;
    }
}
