using SmartKart.Streams.Graph;
using SmartKart.Streams.Operators.Tables;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Building;

/// <summary>Rows of a table under other keys: through an internal topic, which carries what each row became and was, to the node that aggregates.</summary>
/// <param name="dsl">The builder's.</param>
/// <param name="node">The node that sends each change to its group.</param>
/// <param name="grouped">Serdes and name.</param>
internal sealed class KGroupedTable<K, V>(DslContext dsl, string node, Grouped<K, V>? grouped) : IKGroupedTable<K, V>
{
    // A topic with a name of its own serves all aggregates of this grouping.
    private string? _namedSource;

    public IKTable<K, long> Count(Materialized<K, long>? materialized = null, string? named = null) =>
        Aggregate(static () => 0L, static (_, _, count) => count + 1, static (_, _, count) => count - 1, materialized, named);

    public IKTable<K, V> Reduce(Func<V, V, V> adder, Func<V, V, V> subtractor, Materialized<K, V>? materialized = null, string? named = null)
    {
        materialized = (materialized ?? new Materialized<K, V>()) with { ValueSerde = materialized?.ValueSerde ?? grouped?.ValueSerde };
        return Aggregated(
            materialized, named, "KTABLE-REDUCE-", (store, rows) => new TableReduceProcessor<K, V>(adder, subtractor, store, rows.SendsOldValues));
    }

    public IKTable<K, VR> Aggregate<VR>(
        Func<VR> initializer, Func<K, V, VR, VR> adder, Func<K, V, VR, VR> subtractor, Materialized<K, VR>? materialized = null, string? named = null) =>
        Aggregated(
            materialized, named, "KTABLE-AGGREGATE-",
            (store, rows) => new TableAggregateProcessor<K, V, VR>(initializer, adder, subtractor, store, rows.SendsOldValues));

    private KTable<K, VR> Aggregated<VR>(
        Materialized<K, VR>? materialized, string? named, string prefix, Func<string, KeptRows<K, VR>, IProcessor<K, Change<V>, K, Change<VR>>> supplier)
    {
        var store = materialized?.StoreName ?? dsl.NewStoreName("KTABLE-AGGREGATE-");
        var sink = dsl.NameOf(named is null ? null : $"{named}-sink", "KSTREAM-SINK-");
        var newSource = dsl.NameOf(named is null ? null : $"{named}-source", "KSTREAM-SOURCE-");
        var name = dsl.NameOf(named, prefix);
        var topic = (grouped?.Name ?? store) + Repartitioning.Suffix;
        var key = DslContext.SerdeOf(grouped?.KeySerde, materialized?.KeySerde, $"the keys of the internal topic {topic}", "Grouped.With");
        var source = _namedSource ?? Repartition(topic, sink, newSource, key);
        if (grouped?.Name is not null) _namedSource = source;

        var rows = new KeptRows<K, VR>(
            dsl.Topology, name, store, isQueryable: materialized?.StoreName is not null,
            () => TableStores.BuilderOf(store, materialized, key, valueSerde: null));
        dsl.Topology.AddProcessor(name, () => supplier(store, rows), source);
        return new KTable<K, VR>(dsl, name, materialized?.KeySerde ?? key, materialized?.ValueSerde, [topic], rows.Keep());
    }

    private string Repartition(string topic, string sink, string source, ISerde<K> key)
    {
        var change = new ChangeSerde<V>(DslContext.SerdeOf(grouped?.ValueSerde, null, $"the values of the internal topic {topic}", "Grouped.With"));
        dsl.Topology.Graph.AddRepartitionTopic(new RepartitionTopic(topic, Partitions: null));
        dsl.Topology.AddSink(sink, topic, key, change, WindowedKeys.PartitionerOf<K, Change<V>>(key), node);
        dsl.Topology.AddSource(source, [topic], key, change);
        return source;
    }
}
