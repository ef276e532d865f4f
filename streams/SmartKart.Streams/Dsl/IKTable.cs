namespace SmartKart.Streams;

/// <summary>A table: for each key its latest value, and the stream of its changes. A null value is a deletion.</summary>
/// <remarks>With <c>materialized</c> the result is kept in a store that can be queried; without, only as far as later operators need it.</remarks>
public interface IKTable<K, V>
{
    /// <summary>The store it is kept in, if that can be queried; null otherwise.</summary>
    string? QueryableStoreName { get; }

    /// <summary>Keeps the rows for which this is true; a row for which it becomes false is deleted.</summary>
    IKTable<K, V> Filter(Func<K, V, bool> predicate, Materialized<K, V>? materialized = null, string? named = null);

    /// <summary>Keeps the rows for which this is false.</summary>
    IKTable<K, V> FilterNot(Func<K, V, bool> predicate, Materialized<K, V>? materialized = null, string? named = null);

    /// <summary>Makes a new value of each; deletions stay deletions.</summary>
    IKTable<K, VR> MapValues<VR>(Func<V, VR> mapper, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Makes a new value of each key and value.</summary>
    IKTable<K, VR> MapValues<VR>(Func<K, V, VR> mapper, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Its changes as a stream; deletions are tombstones.</summary>
    IKStream<K, V> ToStream(string? named = null);

    /// <summary>Its changes as a stream under other keys.</summary>
    IKStream<KR, V> ToStream<KR>(Func<K, V, KR> keySelector, string? named = null);

    /// <summary>Holds changes back, as a windowed table's until the window closes.</summary>
    IKTable<K, V> Suppress(Suppressed suppressed);

    /// <summary>Groups its rows by what the function makes of them.</summary>
    IKGroupedTable<KR, VR> GroupBy<KR, VR>(Func<K, V, KeyValuePair<KR, VR>> selector, Grouped<KR, VR>? grouped = null);

    /// <summary>Pairs rows of one key. Co-partitioned.</summary>
    IKTable<K, VR> Join<VO, VR>(IKTable<K, VO> other, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Pairs rows of one key; a row of this table that finds none comes alone, with the other's default value.</summary>
    IKTable<K, VR> LeftJoin<VO, VR>(IKTable<K, VO> other, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Pairs rows of one key; a row of either table that finds none comes alone, with the other's default value.</summary>
    IKTable<K, VR> OuterJoin<VO, VR>(IKTable<K, VO> other, Func<V?, VO?, VR> joiner, Materialized<K, VR>? materialized = null, string? named = null);

    /// <summary>Pairs each row with the row of another table whose key its value names.</summary>
    /// <param name="other">The other table, of whatever partitioning.</param>
    /// <param name="foreignKey">The other table's key; null where there is none.</param>
    /// <param name="joiner">Makes the result.</param>
    /// <param name="materialized">How the result is kept.</param>
    /// <param name="joined">Serdes and names.</param>
    IKTable<K, VR> Join<KO, VO, VR>(IKTable<KO, VO> other, Func<V, KO?> foreignKey, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized = null, TableJoined<K, KO>? joined = null);

    /// <summary>The same; a row that finds none comes alone, with the other's default value.</summary>
    /// <inheritdoc cref="Join{KO, VO, VR}"/>
    IKTable<K, VR> LeftJoin<KO, VO, VR>(IKTable<KO, VO> other, Func<V, KO?> foreignKey, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized = null, TableJoined<K, KO>? joined = null);
}

/// <summary>A table that every instance has whole: any key can be looked up, whatever its partition.</summary>
public interface IGlobalKTable<K, V>
{
    /// <summary>The store it is kept in, if that can be queried; null otherwise.</summary>
    string? QueryableStoreName { get; }
}
