using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.Windowed;

/// <summary>A window store that remembers the times of its values: a windowed table's.</summary>
internal sealed class TimestampedWindowStore<K, V>
    : WindowStore<K, ValueAndTimestamp<V>>, ITimestampedWindowStore<K, V>, ICachedStore<Windowed<K>, V>, IForwardedRows<Windowed<K>, V>, IFlushedWrites
{
    private readonly ISerde<K> _keys;
    private readonly TimestampedValues<V> _values;
    private readonly long _sizeMs;
    private FlushListener<Windowed<K>, V>? _listener;
    private bool _tellsOld;

    public TimestampedWindowStore(
        string name, SegmentedBytesStore committed, WindowSettings settings, ISerde<K> keys, ISerde<V> values, bool isCaching, Action lateRecordDropped)
        : this(name, committed, settings, keys, new TimestampedValues<V>(name, values), isCaching, lateRecordDropped)
    {
    }

    private TimestampedWindowStore(
        string name,
        SegmentedBytesStore committed,
        WindowSettings settings,
        ISerde<K> keys,
        TimestampedValues<V> values,
        bool isCaching,
        Action lateRecordDropped)
        : base(name, committed, settings, keys, values, lateRecordDropped) =>
        (_keys, _values, _sizeMs, IsCaching) = (keys, values, settings.SizeMs, isCaching);

    /// <inheritdoc />
    public bool IsCaching { get; }

    /// <inheritdoc />
    public void SetFlushListener(FlushListener<Windowed<K>, V> listener, bool withOld) => (_listener, _tellsOld) = (listener, withOld);

    /// <inheritdoc />
    public override void FlushCache()
    {
        if (IsCaching && _listener is not null) Writes.FlushDirty(this, _tellsOld);
    }

    /// <inheritdoc />
    public bool TryGetForwarded(Windowed<K> key, out ValueAndTimestamp<V> row)
    {
        if (!IsCaching) return TryFetch(key.Key, key.Window.StartMs, out row);
        row = default;
        var keyBytes = ThreadBuffers.Key;
        _keys.Serialize(key.Key, keyBytes);
        WindowKeys.AppendSuffix(keyBytes, key.Window.StartMs, 0);
        var valueBytes = ThreadBuffers.Value;
        if (!Writes.TryGetTold(keyBytes.Written, valueBytes)) return false;
        row = _values.Deserialize(valueBytes.Written);
        return true;
    }

    void IFlushedWrites.Flushed(in FlushedWrite write)
    {
        var change = _values.ChangeOf(write, out var timestampMs);
        var key = _keys.Deserialize(WindowKeys.KeyOf(write.Key));
        _listener!(new Windowed<K>(key, WindowScan<K, V>.WindowAt(WindowKeys.Time.Of(write.Key), _sizeMs)), change, timestampMs);
    }
}
