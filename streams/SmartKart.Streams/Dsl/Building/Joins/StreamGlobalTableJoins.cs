using SmartKart.Streams.Operators.Joins;
using SmartKart.Streams.Operators.Tables;

namespace SmartKart.Streams.Building;

/// <summary>Joins of a stream with a global table by any key: the table is whole everywhere, so nothing needs to be co-partitioned.</summary>
internal static class StreamGlobalTableJoins
{
    public static IKStream<K, VR> Inner<K, V, KT, VT, VR>(
        KStream<K, V> stream, GlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT, VR> joiner, string? named) =>
        Join(stream, table, keySelector, (_, value, row) => joiner(value, row!), named, isLeft: false); // a row is needed

    public static IKStream<K, VR> Left<K, V, KT, VT, VR>(
        KStream<K, V> stream, GlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT?, VR> joiner, string? named) =>
        Join(stream, table, keySelector, (_, value, row) => joiner(value, row), named, isLeft: true);

    private static KStream<K, VR> Join<K, V, KT, VT, VR>(
        KStream<K, V> stream, GlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<K, V, VT?, VR> joiner, string? named, bool isLeft) =>
        // Kafka Streams names the inner join so too.
        stream.AddKeyPreserving(
            stream.Dsl.NameOf(named, "KSTREAM-LEFTJOIN-"),
            () => new StreamTableJoinProcessor<K, V, KT, VT, VR>(new StoreLookup<KT, VT>(table.StoreName), keySelector, joiner, isLeft),
            valueSerdeAfter: null);
}
