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
        new SessionIterator<K, V>(Walk(key, earliestEndMs, latestStartMs, reverse: false), keys);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> BackwardFindSessions(K key, long earliestEndMs, long latestStartMs) =>
        new SessionIterator<K, V>(Walk(key, earliestEndMs, latestStartMs, reverse: true), keys);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> Fetch(K key) => FindSessions(key, long.MinValue, long.MaxValue);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> All()
    {
        life.ThrowIfClosed();
        var range = BytesRange.All with { TimeFromMs = clock.EarliestKeptMs(retentionMs) };
        return new SessionIterator<K, V>(new SessionWalk<V>(bytes.Scan(range), keyLength: -1, long.MaxValue, values), keys);
    }

    /// <summary>Walks a key's sessions, as <see cref="FindSessions"/> does, without an iterator. Dispose of it.</summary>
    public SessionWalk<V> Walk(K key, long earliestEndMs, long latestStartMs, bool reverse)
    {
        life.ThrowIfClosed();
        var first = ThreadBuffers.Key;
        keys.Serialize(key, first);
        var keyLength = first.Count;
        var range = SessionKeys.RangeOf(first, ThreadBuffers.OtherKey, Math.Max(earliestEndMs, clock.EarliestKeptMs(retentionMs)), reverse);
        return new SessionWalk<V>(bytes.Scan(range), keyLength, latestStartMs, values);
    }
}

/// <summary>A walk over sessions, for whoever asks a store.</summary>
/// <param name="sessions">The walk.</param>
/// <param name="keys">The serde of keys.</param>
internal sealed class SessionIterator<K, V>(SessionWalk<V> sessions, ISerde<K> keys) : IKeyValueIterator<Windowed<K>, V>
{
    private SessionWalk<V> _sessions = sessions;

    /// <inheritdoc />
    public KeyValuePair<Windowed<K>, V> Current { get; private set; }

    /// <inheritdoc />
    public bool MoveNext()
    {
        if (!_sessions.MoveNext()) return false;
        Current = new(new Windowed<K>(keys.Deserialize(_sessions.Key), _sessions.Window), _sessions.Value);
        return true;
    }

    /// <inheritdoc />
    public void Dispose() => _sessions.Dispose();
}
