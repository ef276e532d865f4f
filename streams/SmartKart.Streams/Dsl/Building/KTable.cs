namespace SmartKart.Streams.Building;

/// <summary>A table under construction: the node that forwards its changes, and how its rows can be looked up.</summary>
/// <param name="dsl">The builder's.</param>
/// <param name="node">The node that forwards its changes, each a <see cref="Change{V}"/>.</param>
/// <param name="keySerde">How keys are written, if known.</param>
/// <param name="valueSerde">How values are written, if known.</param>
/// <param name="sourceTopics">The topics by whose partitions it is partitioned.</param>
/// <param name="rows">How its rows can be looked up.</param>
internal sealed class KTable<K, V>(
    DslContext dsl, string node, ISerde<K>? keySerde, ISerde<V>? valueSerde, IReadOnlyList<string> sourceTopics, ITableRows<K, V> rows) : IKTable<K, V>
{
    public DslContext Dsl => dsl;

    public string Node => node;

    public ISerde<K>? KeySerde => keySerde;

    public ISerde<V>? ValueSerde => valueSerde;

    public IReadOnlyList<string> SourceTopics => sourceTopics;

    public ITableRows<K, V> Rows => rows;

    public string? QueryableStoreName => rows.QueryableStoreName;

    public IKTable<K, V> Filter(Func<K, V, bool> predicate, Materialized<K, V>? materialized = null, string? named = null) => TableBuilding.Filter(this, predicate, keepIf: true, materialized, named);

    public IKTable<K, V> FilterNot(Func<K, V, bool> predicate, Materialized<K, V>? materialized = null, string? named = null) => TableBuilding.Filter(this, predicate, keepIf: false, materialized, named);

    public IKTable<K, VR> MapValues<VR>(Func<V, VR> mapper, Materialized<K, VR>? materialized = null, string? named = null) => MapValues((_, value) => mapper(value), materialized, named);

    public IKTable<K, VR> MapValues<VR>(Func<K, V, VR> mapper, Materialized<K, VR>? materialized = null, string? named = null) => TableBuilding.MapValues(this, mapper, materialized, named);

    public IKStream<K, V> ToStream(string? named = null) => TableBuilding.ToStream(this, named);

    public IKStream<KR, V> ToStream<KR>(Func<K, V, KR> keySelector, string? named = null) => ToStream().SelectKey(keySelector, named);

    public IKTable<K, V> Suppress(Suppressed suppressed) => Suppression.Of(this, suppressed);

    public IKGroupedTable<KR, VR> GroupBy<KR, VR>(Func<K, V, KeyValuePair<KR, VR>> selector, Grouped<KR, VR>? grouped = null) => TableBuilding.GroupBy(this, selector, grouped);

    public IKTable<K, VR> Join<VO, VR>(IKTable<K, VO> other, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized = null, string? named = null) =>
        TableTableJoins.Inner(this, (KTable<K, VO>)other, joiner, materialized, named);

    public IKTable<K, VR> LeftJoin<VO, VR>(IKTable<K, VO> other, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized = null, string? named = null) =>
        TableTableJoins.Left(this, (KTable<K, VO>)other, joiner, materialized, named);

    public IKTable<K, VR> OuterJoin<VO, VR>(IKTable<K, VO> other, Func<V?, VO?, VR> joiner, Materialized<K, VR>? materialized = null, string? named = null) =>
        TableTableJoins.Outer(this, (KTable<K, VO>)other, joiner, materialized, named);

    public IKTable<K, VR> Join<KO, VO, VR>(IKTable<KO, VO> other, Func<V, KO?> foreignKey, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized = null, TableJoined<K, KO>? joined = null) =>
        ForeignKeyJoins.Inner(this, (KTable<KO, VO>)other, foreignKey, joiner, materialized, joined);

    public IKTable<K, VR> LeftJoin<KO, VO, VR>(IKTable<KO, VO> other, Func<V, KO?> foreignKey, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized = null, TableJoined<K, KO>? joined = null) =>
        ForeignKeyJoins.Left(this, (KTable<KO, VO>)other, foreignKey, joiner, materialized, joined);
}

/// <summary>A global table under construction.</summary>
/// <param name="storeName">Its store.</param>
/// <param name="isQueryable">Whether the store was named, and so may be queried.</param>
internal sealed class GlobalKTable<K, V>(string storeName, bool isQueryable) : IGlobalKTable<K, V>
{
    public string StoreName => storeName;

    public string? QueryableStoreName => isQueryable ? storeName : null;
}
