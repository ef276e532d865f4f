using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.KeyValue;

/// <summary>A key-value store that remembers the times of its values: a table's.</summary>
internal sealed class TimestampedKeyValueStore<K, V>
    : KeyValueStore<K, ValueAndTimestamp<V>>, ITimestampedKeyValueStore<K, V>, ICachedStore<K, V>, IForwardedRows<K, V>, IFlushedWrites
{
    private readonly ISerde<K> _keys;
    private readonly TimestampedValues<V> _values;
    private FlushListener<K, V>? _listener;
    private bool _tellsOld;

    public TimestampedKeyValueStore(string name, IBytesStore committed, ISerde<K> keys, ISerde<V> values, bool isCaching, TimeToLive? timeToLive = null)
        : this(name, committed, keys, new TimestampedValues<V>(name, values), isCaching, timeToLive)
    {
    }

    private TimestampedKeyValueStore(
        string name, IBytesStore committed, ISerde<K> keys, TimestampedValues<V> values, bool isCaching, TimeToLive? timeToLive)
        : base(name, committed, keys, values, timeToLive) => (_keys, _values, IsCaching) = (keys, values, isCaching);

    /// <inheritdoc />
    public bool IsCaching { get; }

    /// <inheritdoc />
    public void SetFlushListener(FlushListener<K, V> listener, bool withOld) => (_listener, _tellsOld) = (listener, withOld);

    /// <inheritdoc />
    public override void FlushCache()
    {
        if (IsCaching && _listener is not null) Writes.FlushDirty(this, _tellsOld);
    }

    /// <summary>Deletes a key, and remembers when until that is flushed. Values that have no null can't say it themselves.</summary>
    /// <param name="key">The key.</param>
    /// <param name="timestampMs">The time of the record that deletes it.</param>
    public void Delete(K key, long timestampMs)
    {
        Life.ThrowIfClosed();
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(key, keyBytes);
        var note = ThreadBuffers.Value;
        TimestampedValues<V>.WriteTime(timestampMs, note);
        Writes.Delete(keyBytes.Written, note.Written);
    }

    /// <inheritdoc />
    public bool TryGetForwarded(K key, out ValueAndTimestamp<V> row)
    {
        if (!IsCaching) return TryGet(key, out row);
        row = default;
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(key, keyBytes);
        var valueBytes = ThreadBuffers.Value;
        if (!Writes.TryGetTold(keyBytes.Written, valueBytes)) return false;
        row = _values.Deserialize(valueBytes.Written);
        return true;
    }

    void IFlushedWrites.Flushed(in FlushedWrite write)
    {
        var change = _values.ChangeOf(write, out var timestampMs);
        _listener!(_keys.Deserialize(write.Key), change, timestampMs);
    }
}
