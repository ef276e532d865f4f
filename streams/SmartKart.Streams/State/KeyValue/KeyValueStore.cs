using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.KeyValue;

/// <summary>A key-value store of one task. Hot path: per record.</summary>
internal class KeyValueStore<K, V> : TaskStore, IKeyValueStore<K, V>
{
    private readonly ISerde<K> _keys;
    private readonly IStoredValues<V> _values;
    private readonly TimeToLive? _timeToLive;
    private readonly KeyValueReads<K, V> _reads;

    public KeyValueStore(string name, IBytesStore committed, ISerde<K> keys, IStoredValues<V> values, TimeToLive? timeToLive = null)
        : base(name, new UncommittedWrites(committed))
    {
        (_keys, _values, _timeToLive) = (keys, values, timeToLive);
        _reads = new KeyValueReads<K, V>(Writes, Life, keys, values, timeToLive);
    }

    /// <inheritdoc />
    public long ApproximateEntries => _reads.ApproximateEntries;

    /// <inheritdoc />
    public bool TryGet(K key, [MaybeNullWhen(false)] out V value) => _reads.TryGet(key, out value);

    /// <inheritdoc />
    public void Put(K key, V value)
    {
        Life.ThrowIfClosed();
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(key, keyBytes);
        var valueBytes = ThreadBuffers.Value;
        if (_values.IsNone(value))
        {
            _values.SerializeNote(value, valueBytes);
            Writes.Delete(keyBytes.Written, valueBytes.Written);
            return;
        }
        _values.Serialize(value, valueBytes);
        _timeToLive?.Observe(valueBytes.Written);
        Writes.Put(keyBytes.Written, valueBytes.Written);
    }

    /// <inheritdoc />
    public bool PutIfAbsent(K key, V value)
    {
        if (TryGet(key, out _)) return false;
        Put(key, value);
        return true;
    }

    /// <inheritdoc />
    public void Delete(K key)
    {
        Life.ThrowIfClosed();
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(key, keyBytes);
        Writes.Delete(keyBytes.Written);
    }

    /// <inheritdoc />
    public IKeyValueIterator<K, V> Range(K from, K to) => _reads.Range(from, to);

    /// <inheritdoc />
    public IKeyValueIterator<K, V> ReverseRange(K from, K to) => _reads.ReverseRange(from, to);

    /// <inheritdoc />
    public IKeyValueIterator<K, V> All() => _reads.All();

    /// <inheritdoc />
    public IKeyValueIterator<K, V> ReverseAll() => _reads.ReverseAll();

    /// <inheritdoc />
    public IKeyValueIterator<K, V> PrefixScan(ReadOnlySpan<byte> prefix) => _reads.PrefixScan(prefix);

    /// <inheritdoc />
    public override void WriteChangelog(IChangelog changelog)
    {
        _timeToLive?.Sweep(Writes);
        base.WriteChangelog(changelog);
    }

    /// <inheritdoc />
    public override object ReadOnlyView(bool committedOnly) => new KeyValueReads<K, V>(ReaderFor(committedOnly), Life, _keys, _values, _timeToLive);
}
