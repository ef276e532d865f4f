using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Sessions;

/// <summary>A session store of one task. Hot path: per record.</summary>
internal sealed class SessionStore<K, V> : TaskStore, ISessionStore<K, V>, ICachedStore<Windowed<K>, V>, IForwardedRows<Windowed<K>, V>, IFlushedWrites
{
    private readonly SegmentedBytesStore _committed;
    private readonly long _retentionMs;
    private readonly ISerde<K> _keys;
    private readonly PlainValues<V> _values;
    private readonly StreamClock _clock;
    private readonly Action _lateRecordDropped;
    private readonly SessionReads<K, V> _reads;
    private FlushListener<Windowed<K>, V>? _listener;
    private bool _tellsOld;

    public SessionStore(
        string name, SegmentedBytesStore committed, TimeSpan retention, ISerde<K> keys, ISerde<V> values, bool isCaching, Action lateRecordDropped)
        : base(name, new UncommittedWrites(committed, SessionKeys.Time))
    {
        (_committed, _retentionMs, _keys, _lateRecordDropped, IsCaching) = (committed, (long)retention.TotalMilliseconds, keys, lateRecordDropped, isCaching);
        _values = new PlainValues<V>(name, values);
        _clock = new StreamClock(committed.Clock);
        _reads = new SessionReads<K, V>(Writes, _clock, Life, _retentionMs, keys, _values);
    }

    /// <inheritdoc />
    public bool IsCaching { get; }

    /// <inheritdoc />
    public void SetFlushListener(FlushListener<Windowed<K>, V> listener, bool withOld) => (_listener, _tellsOld) = (listener, withOld);

    /// <inheritdoc />
    public void Put(Windowed<K> session, V value)
    {
        Life.ThrowIfClosed();
        _clock.Observe(session.Window.EndMs);
        if (session.Window.EndMs < _clock.EarliestKeptMs(_retentionMs))
        {
            _lateRecordDropped();
            return;
        }
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(session.Key, keyBytes);
        SessionKeys.AppendSuffix(keyBytes, session.Window.StartMs, session.Window.EndMs);
        if (_values.IsNone(value))
        {
            Writes.Delete(keyBytes.Written);
            return;
        }
        var valueBytes = ThreadBuffers.Value;
        _values.Serialize(value, valueBytes);
        Writes.Put(keyBytes.Written, valueBytes.Written);
    }

    /// <inheritdoc />
    public void Remove(Windowed<K> session)
    {
        Life.ThrowIfClosed();
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(session.Key, keyBytes);
        SessionKeys.AppendSuffix(keyBytes, session.Window.StartMs, session.Window.EndMs);
        Writes.Delete(keyBytes.Written);
    }

    /// <inheritdoc />
    public bool TryFetchSession(K key, long startMs, long endMs, [MaybeNullWhen(false)] out V value) =>
        _reads.TryFetchSession(key, startMs, endMs, out value);

    /// <summary>Walks a key's sessions, as <see cref="FindSessions"/> does, without an iterator. Dispose of it.</summary>
    public SessionWalk<V> Walk(K key, long earliestEndMs, long latestStartMs) => _reads.Walk(key, earliestEndMs, latestStartMs, reverse: false);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> FindSessions(K key, long earliestEndMs, long latestStartMs) =>
        _reads.FindSessions(key, earliestEndMs, latestStartMs);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> BackwardFindSessions(K key, long earliestEndMs, long latestStartMs) =>
        _reads.BackwardFindSessions(key, earliestEndMs, latestStartMs);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> Fetch(K key) => _reads.Fetch(key);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> All() => _reads.All();

    /// <inheritdoc />
    public override void FlushCache()
    {
        if (IsCaching && _listener is not null) Writes.FlushDirty(this, _tellsOld);
    }

    /// <inheritdoc />
    public bool TryGetForwarded(Windowed<K> session, out ValueAndTimestamp<V> row)
    {
        row = default;
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(session.Key, keyBytes);
        SessionKeys.AppendSuffix(keyBytes, session.Window.StartMs, session.Window.EndMs);
        var valueBytes = ThreadBuffers.Value;
        if (!(IsCaching ? Writes.TryGetTold(keyBytes.Written, valueBytes) : Writes.TryGet(keyBytes.Written, valueBytes))) return false;
        row = new ValueAndTimestamp<V>(_values.Deserialize(valueBytes.Written), session.Window.EndMs);
        return true;
    }

    /// <inheritdoc />
    public override void Commit(long? changelogOffset)
    {
        base.Commit(changelogOffset);
        _clock.Rollback(); // the committed clock has it
    }

    /// <inheritdoc />
    public override void Rollback()
    {
        base.Rollback();
        _clock.Rollback();
    }

    /// <inheritdoc />
    public override object ReadOnlyView(bool committedOnly) =>
        new SessionReads<K, V>(ReaderFor(committedOnly), committedOnly ? _committed.Clock : _clock, Life, _retentionMs, _keys, _values);

    void IFlushedWrites.Flushed(in FlushedWrite write)
    {
        var change = new Change<V>(
            write.Deleted ? Optional<V>.None : Optional<V>.Of(_values.Deserialize(write.Value)),
            write.Existed ? Optional<V>.Of(_values.Deserialize(write.Old)) : Optional<V>.None);
        var session = new Windowed<K>(_keys.Deserialize(SessionKeys.KeyOf(write.Key)), SessionKeys.WindowOf(write.Key));
        _listener!(session, change, session.Window.EndMs);
    }
}
