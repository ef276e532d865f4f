using SmartKart.Streams.State.KeyValue;
using SmartKart.Streams.State.Sessions;
using SmartKart.Streams.State.Typed;
using SmartKart.Streams.State.Windowed;

namespace SmartKart.Streams.State;

/// <summary>Makes stores that are <see cref="IKeyValueStore{K, V}"/>.</summary>
public sealed record KeyValueStoreBuilder<K, V> : StoreBuilder<KeyValueStoreBuilder<K, V>>
{
    private readonly KeyValueBytesStoreSupplier _supplier;
    private readonly ISerde<K> _keys;
    private readonly ISerde<V> _values;

    internal KeyValueStoreBuilder(KeyValueBytesStoreSupplier supplier, ISerde<K> keys, ISerde<V> values)
        : base(supplier.Name) => (_supplier, _keys, _values) = (supplier, keys, values);

    private protected override ITaskStore Build(StoreContext context) =>
        new KeyValueStore<K, V>(Name, _supplier.Open(context, "plain"), _keys, new PlainValues<V>(Name, _values));
}

/// <summary>Makes stores that are <see cref="ITimestampedKeyValueStore{K, V}"/>.</summary>
public sealed record TimestampedKeyValueStoreBuilder<K, V> : StoreBuilder<TimestampedKeyValueStoreBuilder<K, V>>
{
    private readonly KeyValueBytesStoreSupplier _supplier;
    private readonly ISerde<K> _keys;
    private readonly ISerde<V> _values;

    internal TimestampedKeyValueStoreBuilder(KeyValueBytesStoreSupplier supplier, ISerde<K> keys, ISerde<V> values)
        : base(supplier.Name) => (_supplier, _keys, _values) = (supplier, keys, values);

    /// <summary>How long an entry lives after its last write, in stream time; null for ever.</summary>
    public TimeSpan? TimeToLive { get; private init; }

    /// <summary>
    /// Lets entries go that were not written for so long, by the timestamps of what is put. They cannot be read from that moment, and leave
    /// memory, disk and changelog within a few commits.
    /// </summary>
    /// <param name="timeToLive">At least a millisecond.</param>
    public TimestampedKeyValueStoreBuilder<K, V> WithTtl(TimeSpan timeToLive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeToLive, TimeSpan.FromMilliseconds(1));
        return this with { TimeToLive = timeToLive };
    }

    private protected override ITaskStore Build(StoreContext context)
    {
        var timeToLive = TimeToLive is { } span ? new TimeToLive(span) : null;
        return new TimestampedKeyValueStore<K, V>(Name, _supplier.Open(context, "timestamped"), _keys, _values, Caches(context), timeToLive);
    }
}

/// <summary>Makes stores that are <see cref="IWindowStore{K, V}"/>.</summary>
public sealed record WindowStoreBuilder<K, V> : StoreBuilder<WindowStoreBuilder<K, V>>
{
    private readonly WindowBytesStoreSupplier _supplier;
    private readonly ISerde<K> _keys;
    private readonly ISerde<V> _values;

    internal WindowStoreBuilder(WindowBytesStoreSupplier supplier, ISerde<K> keys, ISerde<V> values)
        : base(supplier.Name) => (_supplier, _keys, _values) = (supplier, keys, values);

    /// <inheritdoc />
    public override TimeSpan? Retention => _supplier.Retention;

    private protected override ITaskStore Build(StoreContext context) => new WindowStore<K, V>(
        Name, _supplier.Open(context, "plain"), _supplier.Settings, _keys, new PlainValues<V>(Name, _values), context.LateRecordDropped);
}

/// <summary>Makes stores that are <see cref="ITimestampedWindowStore{K, V}"/>.</summary>
public sealed record TimestampedWindowStoreBuilder<K, V> : StoreBuilder<TimestampedWindowStoreBuilder<K, V>>
{
    private readonly WindowBytesStoreSupplier _supplier;
    private readonly ISerde<K> _keys;
    private readonly ISerde<V> _values;

    internal TimestampedWindowStoreBuilder(WindowBytesStoreSupplier supplier, ISerde<K> keys, ISerde<V> values)
        : base(supplier.Name)
    {
        if (supplier.RetainDuplicates)
            throw new ArgumentException(
                $"Window store '{supplier.Name}' keeps duplicates, and a timestamped one cannot. Use {nameof(Stores)}.{nameof(Stores.WindowStoreBuilder)}.",
                nameof(supplier));
        (_supplier, _keys, _values) = (supplier, keys, values);
    }

    /// <inheritdoc />
    public override TimeSpan? Retention => _supplier.Retention;

    private protected override ITaskStore Build(StoreContext context) => new TimestampedWindowStore<K, V>(
        Name, _supplier.Open(context, "timestamped"), _supplier.Settings, _keys, _values, Caches(context), context.LateRecordDropped);
}

/// <summary>Makes stores that are <see cref="ISessionStore{K, V}"/>.</summary>
public sealed record SessionStoreBuilder<K, V> : StoreBuilder<SessionStoreBuilder<K, V>>
{
    private readonly SessionBytesStoreSupplier _supplier;
    private readonly ISerde<K> _keys;
    private readonly ISerde<V> _values;

    internal SessionStoreBuilder(SessionBytesStoreSupplier supplier, ISerde<K> keys, ISerde<V> values)
        : base(supplier.Name) => (_supplier, _keys, _values) = (supplier, keys, values);

    /// <inheritdoc />
    public override TimeSpan? Retention => _supplier.Retention;

    private protected override ITaskStore Build(StoreContext context) => new SessionStore<K, V>(
        Name, _supplier.Open(context), _supplier.Retention, _keys, _values, Caches(context), context.LateRecordDropped);
}
