using SmartKart.Streams.Operators.Joins;

namespace SmartKart.Streams.Building;

/// <summary>Joins of a stream with a table by the record's key.</summary>
internal static class StreamTableJoins
{
    public static IKStream<K, VR> Inner<K, V, VT, VR>(KStream<K, V> stream, KTable<K, VT> table, Func<K, V, VT, VR> joiner, Joined<K, V, VT>? joined) =>
        Join(stream, table, (key, value, row) => joiner(key, value, row!), joined, isLeft: false); // a row is needed

    public static IKStream<K, VR> Left<K, V, VT, VR>(KStream<K, V> stream, KTable<K, VT> table, Func<K, V, VT?, VR> joiner, Joined<K, V, VT>? joined) =>
        Join(stream, table, joiner, joined, isLeft: true);

    private static KStream<K, VR> Join<K, V, VT, VR>(
        KStream<K, V> stream, KTable<K, VT> table, Func<K, V, VT?, VR> joiner, Joined<K, V, VT>? joined, bool isLeft)
    {
        var dsl = stream.Dsl;
        var source = Repartitioning.IfRequired(stream, joined?.Name ?? stream.Node, joined?.KeySerde, joined?.ValueSerde, keepNullKeys: isLeft);
        var name = dsl.NameOf(joined?.Name, isLeft ? "KSTREAM-LEFTJOIN-" : "KSTREAM-JOIN-");
        var sourceTopics = Copartitioning.Require(dsl, name, source.SourceTopics, table.SourceTopics);
        var stores = table.Rows.Stores();
        dsl.Topology.AddProcessor(
            name, () => new StreamTableJoinProcessor<K, V, K, VT, VR>(table.Rows.NewLookup(), static (key, _) => key, joiner, isLeft), source.Node);
        dsl.Topology.ConnectProcessorAndStateStores(name, [.. stores]);
        return new KStream<K, VR>(dsl, name, joined?.KeySerde ?? source.KeySerde, valueSerde: null, sourceTopics, repartitionRequired: false);
    }
}
