namespace SmartKart.Streams;

/// <summary>Records grouped by key: what aggregates are made of. Records without a key or a value are dropped.</summary>
public interface IKGroupedStream<K, V>
{
    /// <summary>Counts the records of each key.</summary>
    IKTable<K, long> Count(Materialized<K, long>? materialized = null, string? named = null);

    /// <summary>Combines the values of each key, the first as it is; null deletes.</summary>
    IKTable<K, V> Reduce(Func<V, V, V> reducer, Materialized<K, V>? materialized = null, string? named = null);

    /// <summary>Aggregates the values of each key; null deletes.</summary>
    /// <param name="initializer">The aggregate of no record.</param>
    /// <param name="aggregator">The aggregate with one record more.</param>
    /// <param name="materialized">How the table is kept.</param>
    /// <param name="named">The operator's name.</param>
    IKTable<K, VR> Aggregate<VR>(Func<VR> initializer, Func<K, V, VR, VR> aggregator, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Windows of fixed size at fixed steps: tumbling and hopping.</summary>
    IWindowedKStream<K, V> WindowedBy(TimeWindows windows);

    /// <summary>Windows of fixed size around the records: sliding.</summary>
    IWindowedKStream<K, V> WindowedBy(SlidingWindows windows);

    /// <summary>Windows that grow while records come: sessions.</summary>
    ISessionWindowedKStream<K, V> WindowedBy(SessionWindows windows);
}

/// <summary>Records grouped by key and by windows of fixed size.</summary>
public interface IWindowedKStream<K, V>
{
    /// <summary>Counts the records of each key and window.</summary>
    IKTable<Windowed<K>, long> Count(Materialized<K, long>? materialized = null, string? named = null);

    /// <summary>Combines the values of each key and window, the first as it is.</summary>
    IKTable<Windowed<K>, V> Reduce(Func<V, V, V> reducer, Materialized<K, V>? materialized = null, string? named = null);

    /// <summary>Aggregates the values of each key and window.</summary>
    IKTable<Windowed<K>, VR> Aggregate<VR>(Func<VR> initializer, Func<K, V, VR, VR> aggregator, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Whether each update is forwarded, or only the final result once the window has closed.</summary>
    IWindowedKStream<K, V> EmitStrategy(EmitStrategy strategy);
}

/// <summary>Records grouped by key and session.</summary>
public interface ISessionWindowedKStream<K, V>
{
    /// <summary>Counts the records of each key and session.</summary>
    IKTable<Windowed<K>, long> Count(Materialized<K, long>? materialized = null, string? named = null);

    /// <summary>Combines the values of each key and session, the first as it is.</summary>
    IKTable<Windowed<K>, V> Reduce(Func<V, V, V> reducer, Materialized<K, V>? materialized = null, string? named = null);

    /// <summary>Aggregates the values of each key and session.</summary>
    /// <param name="initializer">The aggregate of no record.</param>
    /// <param name="aggregator">The aggregate with one record more.</param>
    /// <param name="merger">The aggregate of two sessions that a record joins.</param>
    /// <param name="materialized">How the table is kept.</param>
    /// <param name="named">The operator's name.</param>
    IKTable<Windowed<K>, VR> Aggregate<VR>(
        Func<VR> initializer, Func<K, V, VR, VR> aggregator, Func<K, VR, VR, VR> merger, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Whether each update is forwarded, or only the final result once the session has closed.</summary>
    ISessionWindowedKStream<K, V> EmitStrategy(EmitStrategy strategy);
}

/// <summary>When a windowed aggregate is forwarded.</summary>
public enum EmitStrategy
{
    /// <summary>At each update, or once per commit where it is cached.</summary>
    OnWindowUpdate,

    /// <summary>Once, when the window has closed.</summary>
    OnWindowClose,
}
