namespace SmartKart.Streams;

/// <summary>Rows of a table grouped by another key. When a row changes, its old value is taken out of its group and the new one put in.</summary>
public interface IKGroupedTable<K, V>
{
    /// <summary>Counts the rows of each group.</summary>
    IKTable<K, long> Count(Materialized<K, long>? materialized = null, string? named = null);

    /// <summary>Combines the values of each group.</summary>
    /// <param name="adder">Puts a value in.</param>
    /// <param name="subtractor">Takes a value out.</param>
    /// <param name="materialized">How the table is kept.</param>
    /// <param name="named">The operator's name.</param>
    IKTable<K, V> Reduce(Func<V, V, V> adder, Func<V, V, V> subtractor, Materialized<K, V>? materialized = null, string? named = null);

    /// <summary>Aggregates the values of each group.</summary>
    /// <param name="initializer">The aggregate of no row.</param>
    /// <param name="adder">Puts a value in.</param>
    /// <param name="subtractor">Takes a value out.</param>
    /// <param name="materialized">How the table is kept.</param>
    /// <param name="named">The operator's name.</param>
    IKTable<K, VR> Aggregate<VR>(Func<VR> initializer, Func<K, V, VR, VR> adder, Func<K, V, VR, VR> subtractor, Materialized<K, VR>? materialized = null, string? named = null);
}
