namespace SmartKart.Streams.Building;

internal static class TableBuilding
{
    public static IKTable<K, V> Table<K, V>(DslContext dsl, string topic, Consumed<K, V>? consumed, Materialized<K, V>? materialized) => throw new NotSupportedException();
    public static IGlobalKTable<K, V> GlobalTable<K, V>(DslContext dsl, string topic, Consumed<K, V>? consumed, Materialized<K, V>? materialized) => throw new NotSupportedException();
    public static IKTable<K, V> ToTable<K, V>(KStream<K, V> stream, Materialized<K, V>? materialized, string? named) => throw new NotSupportedException();
    public static IKTable<K, V> Filter<K, V>(KTable<K, V> table, Func<K, V, bool> predicate, bool keepIf, Materialized<K, V>? materialized, string? named) => throw new NotSupportedException();
    public static IKTable<K, VR> MapValues<K, V, VR>(KTable<K, V> table, Func<K, V, VR> mapper, Materialized<K, VR>? materialized, string? named) => throw new NotSupportedException();
    public static IKStream<K, V> ToStream<K, V>(KTable<K, V> table, string? named) => throw new NotSupportedException();
    public static IKGroupedTable<KR, VR> GroupBy<K, V, KR, VR>(KTable<K, V> table, Func<K, V, KeyValuePair<KR, VR>> selector, Grouped<KR, VR>? grouped) => throw new NotSupportedException();
}

internal static class StreamStreamJoins
{
    public static IKStream<K, VR> Inner<K, V, VO, VR>(KStream<K, V> left, KStream<K, VO> right, Func<K, V, VO, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => throw new NotSupportedException();
    public static IKStream<K, VR> Left<K, V, VO, VR>(KStream<K, V> left, KStream<K, VO> right, Func<K, V, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => throw new NotSupportedException();
    public static IKStream<K, VR> Outer<K, V, VO, VR>(KStream<K, V> left, KStream<K, VO> right, Func<K, V?, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => throw new NotSupportedException();
}

internal static class StreamTableJoins
{
    public static IKStream<K, VR> Inner<K, V, VT, VR>(KStream<K, V> stream, KTable<K, VT> table, Func<K, V, VT, VR> joiner, Joined<K, V, VT>? joined) => throw new NotSupportedException();
    public static IKStream<K, VR> Left<K, V, VT, VR>(KStream<K, V> stream, KTable<K, VT> table, Func<K, V, VT?, VR> joiner, Joined<K, V, VT>? joined) => throw new NotSupportedException();
}

internal static class StreamGlobalTableJoins
{
    public static IKStream<K, VR> Inner<K, V, KT, VT, VR>(KStream<K, V> stream, GlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT, VR> joiner, string? named) => throw new NotSupportedException();
    public static IKStream<K, VR> Left<K, V, KT, VT, VR>(KStream<K, V> stream, GlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT?, VR> joiner, string? named) => throw new NotSupportedException();
}

internal static class TableTableJoins
{
    public static IKTable<K, VR> Inner<K, V, VO, VR>(KTable<K, V> left, KTable<K, VO> right, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized, string? named) => throw new NotSupportedException();
    public static IKTable<K, VR> Left<K, V, VO, VR>(KTable<K, V> left, KTable<K, VO> right, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized, string? named) => throw new NotSupportedException();
    public static IKTable<K, VR> Outer<K, V, VO, VR>(KTable<K, V> left, KTable<K, VO> right, Func<V?, VO?, VR> joiner, Materialized<K, VR>? materialized, string? named) => throw new NotSupportedException();
}

internal static class ForeignKeyJoins
{
    public static IKTable<K, VR> Inner<K, V, KO, VO, VR>(KTable<K, V> left, KTable<KO, VO> right, Func<V, KO?> foreignKey, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized, TableJoined<K, KO>? joined) => throw new NotSupportedException();
    public static IKTable<K, VR> Left<K, V, KO, VO, VR>(KTable<K, V> left, KTable<KO, VO> right, Func<V, KO?> foreignKey, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized, TableJoined<K, KO>? joined) => throw new NotSupportedException();
}
