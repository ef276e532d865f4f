using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Windowed;

/// <summary>A window store of one task. Hot path: per record.</summary>
internal class WindowStore<K, V> : TaskStore, IWindowStore<K, V>
{
    private readonly SegmentedBytesStore _committed;
    private readonly WindowSettings _settings;
    private readonly ISerde<K> _keys;
    private readonly IStoredValues<V> _values;
    private readonly StreamClock _clock;
    private readonly Action _lateRecordDropped;
    private readonly WindowReads<K, V> _reads;
    private uint? _sequence;

    public WindowStore(
        string name, SegmentedBytesStore committed, WindowSettings settings, ISerde<K> keys, IStoredValues<V> values, Action lateRecordDropped)
        : base(name, new UncommittedWrites(committed, WindowKeys.Time))
    {
        (_committed, _settings, _keys, _values, _lateRecordDropped) = (committed, settings, keys, values, lateRecordDropped);
        _clock = new StreamClock(committed.Clock);
        _reads = new WindowReads<K, V>(Writes, _clock, Life, settings, keys, values);
    }

    /// <inheritdoc />
    public TimeSpan WindowSize => TimeSpan.FromMilliseconds(_settings.SizeMs);

    /// <inheritdoc />
    public bool TryFetch(K key, long startMs, [MaybeNullWhen(false)] out V value) => _reads.TryFetch(key, startMs, out value);

    /// <inheritdoc />
    public void Put(K key, V value, long startMs)
    {
        Life.ThrowIfClosed();
        if (!TryAdvance(startMs)) return;
        var isNone = _values.IsNone(value);
        if (isNone && _settings.RetainDuplicates) return; // which of them would it delete?
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(key, keyBytes);
        WindowKeys.AppendSuffix(keyBytes, startMs, NextSequence());
        var valueBytes = ThreadBuffers.Value;
        if (isNone)
        {
            _values.SerializeNote(value, valueBytes);
            Writes.Delete(keyBytes.Written, valueBytes.Written);
            return;
        }
        _values.Serialize(value, valueBytes);
        Writes.Put(keyBytes.Written, valueBytes.Written);
    }

    /// <inheritdoc />
    public void Delete(K key, long startMs)
    {
        Life.ThrowIfClosed();
        if (!TryAdvance(startMs)) return;
        var first = ThreadBuffers.Key;
        _keys.Serialize(key, first);
        if (!_settings.RetainDuplicates)
        {
            WindowKeys.AppendSuffix(first, startMs, 0);
            Writes.Delete(first.Written);
            return;
        }
        var length = first.Count + WindowKeys.SuffixBytes;
        using var duplicates = Writes.Scan(WindowKeys.RangeOf(first, ThreadBuffers.OtherKey, startMs, startMs, reverse: false));
        while (duplicates.MoveNext())
            if (duplicates.Key.Length == length)
                Writes.Delete(duplicates.Key);
    }

    /// <summary>Walks a key's windows that start between these two times, without an iterator. Dispose of it.</summary>
    public WindowWalk<V> Walk(K key, long fromMs, long toMs, bool reverse = false) => _reads.Walk(key, fromMs, toMs, reverse);

    /// <inheritdoc />
    public IKeyValueIterator<long, V> Fetch(K key, long fromMs, long toMs) => _reads.Fetch(key, fromMs, toMs);

    /// <inheritdoc />
    public IKeyValueIterator<long, V> BackwardFetch(K key, long fromMs, long toMs) => _reads.BackwardFetch(key, fromMs, toMs);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> Fetch(K keyFrom, K keyTo, long fromMs, long toMs) => _reads.Fetch(keyFrom, keyTo, fromMs, toMs);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> FetchAll(long fromMs, long toMs) => _reads.FetchAll(fromMs, toMs);

    /// <inheritdoc />
    public IKeyValueIterator<Windowed<K>, V> All() => _reads.All();

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
        new WindowReads<K, V>(ReaderFor(committedOnly), committedOnly ? _committed.Clock : _clock, Life, _settings, _keys, _values);

    private bool TryAdvance(long startMs)
    {
        _clock.Observe(startMs);
        if (startMs >= _clock.EarliestKeptMs(_settings.RetentionMs)) return true;
        _lateRecordDropped();
        return false;
    }

    // Numbers must not come again after a restart, or a duplicate would replace another. Each put takes one, and leaves a record in the
    // changelog: the changelog's offset is past all that were taken.
    private uint NextSequence()
    {
        if (!_settings.RetainDuplicates) return 0;
        var next = (_sequence ?? (uint)(_committed.ChangelogOffset ?? 0)) + 1;
        _sequence = next;
        return next;
    }
}
