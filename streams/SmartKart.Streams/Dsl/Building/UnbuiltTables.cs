namespace SmartKart.Streams.Building;

internal static class StreamStreamJoins
{
    public static IKStream<K, VR> Inner<K, V, VO, VR>(KStream<K, V> left, KStream<K, VO> right, Func<K, V, VO, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => throw new NotSupportedException();
    public static IKStream<K, VR> Left<K, V, VO, VR>(KStream<K, V> left, KStream<K, VO> right, Func<K, V, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => throw new NotSupportedException();
    public static IKStream<K, VR> Outer<K, V, VO, VR>(KStream<K, V> left, KStream<K, VO> right, Func<K, V?, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined) => throw new NotSupportedException();
}

internal static class ForeignKeyJoins
{
    public static IKTable<K, VR> Inner<K, V, KO, VO, VR>(KTable<K, V> left, KTable<KO, VO> right, Func<V, KO?> foreignKey, Func<V, VO, VR> joiner, Materialized<K, VR>? materialized, TableJoined<K, KO>? joined) => throw new NotSupportedException();
    public static IKTable<K, VR> Left<K, V, KO, VO, VR>(KTable<K, V> left, KTable<KO, VO> right, Func<V, KO?> foreignKey, Func<V, VO?, VR> joiner, Materialized<K, VR>? materialized, TableJoined<K, KO>? joined) => throw new NotSupportedException();
}
