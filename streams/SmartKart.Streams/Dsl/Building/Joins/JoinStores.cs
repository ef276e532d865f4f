using SmartKart.Streams.Operators.Joins;
using SmartKart.Streams.State;
using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Building;

/// <summary>The stores of a join of two streams: a window per side, and the records that found none yet.</summary>
internal sealed class JoinStores<K, V, VO>
{
    // Windows keep duplicates, which no compaction can tell apart: their changelogs only forget what is old.
    private static readonly Dictionary<string, string> WindowChangelog = new() { ["cleanup.policy"] = "delete" };

    private readonly StreamJoined<K, V, VO> _joined;
    private readonly JoinSide _side;
    private readonly ISerde<K> _keys;
    private readonly ISerde<V> _leftValues;
    private readonly ISerde<VO> _rightValues;

    /// <exception cref="TopologyException">There is no serde for a key or a value.</exception>
    public JoinStores(StreamJoined<K, V, VO> joined, JoinSide side, KStream<K, V> left, KStream<K, VO> right)
    {
        (_joined, _side) = (joined, side);
        _keys = DslContext.SerdeOf(joined.KeySerde, left.KeySerde ?? right.KeySerde, "the keys of a join of streams", "StreamJoined.With");
        _leftValues = DslContext.SerdeOf(joined.ValueSerde, left.ValueSerde, "the left values of a join of streams", "StreamJoined.With");
        _rightValues = DslContext.SerdeOf(joined.OtherValueSerde, right.ValueSerde, "the right values of a join of streams", "StreamJoined.With");
    }

    /// <summary>The window of the left side.</summary>
    public IStoreBuilder Left(string join) => Window($"{join}-store", _leftValues);

    /// <summary>The window of the right side.</summary>
    public IStoreBuilder Right(string join) => Window($"{join}-store", _rightValues);

    /// <summary>The records of both sides that wait.</summary>
    /// <param name="leftNumbered">The numbered name of the left side's processor, whose number the store has.</param>
    public IStoreBuilder Waiting(string leftNumbered)
    {
        const int digits = 10;
        var name = _joined.StoreName is { } given
            ? given + (_side.OtherIsOuter ? "-outer-shared-join" : "-left-shared-join")
            : $"KSTREAM-OUTERSHARED-{leftNumbered[^digits..]}";
        name += "-store";
        var supplier = _joined.InMemory ? Stores.InMemoryKeyValueStore(name) : Stores.PersistentKeyValueStore(name);
        var builder = Stores.KeyValueStoreBuilder(supplier, new WaitingKeySerde<K>(_keys), new WaitingValueSerde<V, VO>(_leftValues, _rightValues));
        return _joined.LoggingEnabled ? builder.WithLoggingEnabled() : builder.WithLoggingDisabled();
    }

    /// <summary>The clock. Kafka Streams keeps none: after a restart or an abort it would take for early what is late.</summary>
    /// <param name="merge">The name of the node where the sides meet.</param>
    public IStoreBuilder Clock(string merge) =>
        new StreamTimeStoreBuilder($"{_joined.StoreName ?? merge}-stream-time", _joined.LoggingEnabled, name => new JoinClock(name));

    private WindowStoreBuilder<K, TValue> Window<TValue>(string name, ISerde<TValue> values)
    {
        var size = TimeSpan.FromMilliseconds(_side.BeforeMs + _side.AfterMs);
        var retention = TimeSpan.FromMilliseconds(_side.RetentionMs + 1); // what is as old as the retention itself may still be joined
        var supplier = _joined.InMemory
            ? Stores.InMemoryWindowStore(name, retention, size, retainDuplicates: true)
            : Stores.PersistentWindowStore(name, retention, size, retainDuplicates: true);
        var builder = Stores.WindowStoreBuilder(supplier, _keys, values);
        return _joined.LoggingEnabled ? builder.WithLoggingEnabled(WindowChangelog) : builder.WithLoggingDisabled();
    }
}
