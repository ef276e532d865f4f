using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Building;

/// <summary>
/// Adds aggregates of one grouped stream to the topology: partitions it by the keys where it must be, connects the stores, and numbers
/// all in Kafka Streams' order.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="groupName">The name of the internal topic, if the user gave one.</param>
internal sealed class AggregateBuilding<K, V>(KStream<K, V> stream, string? groupName)
{
    public const string Aggregate = "KSTREAM-AGGREGATE-";
    public const string Reduce = "KSTREAM-REDUCE-";

    private KStream<K, V>? _repartitioned; // where the topic has the user's name, all aggregates of the grouped stream read it

    /// <summary>The names of an aggregate's store and node, and its serdes.</summary>
    public AggregateParts<K, VR> PartsOf<VR>(Materialized<K, VR>? materialized, string? named, string prefix, ISerde<VR>? valueSerde = null)
    {
        var kept = materialized ?? new Materialized<K, VR>();
        var storeName = kept.StoreName ?? stream.Dsl.NewStoreName(prefix);
        var node = stream.Dsl.NameOf(named, prefix);
        var keys = DslContext.SerdeOf(kept.KeySerde, stream.KeySerde, $"the keys of the store '{storeName}'", "Materialized.With or Grouped.With");
        var values = DslContext.SerdeOf(kept.ValueSerde, valueSerde, $"the values of the store '{storeName}'", "Materialized.With");
        return new AggregateParts<K, VR>(kept, storeName, node, keys, values);
    }

    /// <summary>As <see cref="PartsOf"/>, for a count.</summary>
    public AggregateParts<K, long> PartsOfCount(Materialized<K, long>? materialized, string? named)
    {
        // Kafka Streams spends a number here, and the names of what follows would differ without.
        if (materialized is { StoreName: null }) stream.Dsl.NewStoreName(Aggregate);
        return PartsOf(materialized, named, Aggregate);
    }

    /// <summary>Adds the aggregate's node and stores.</summary>
    /// <param name="parts">Its names and serdes.</param>
    /// <param name="keySerde">Writes the table's keys.</param>
    /// <param name="rows">How the table's rows are looked up.</param>
    /// <param name="stores">Its stores.</param>
    /// <param name="supplier">Makes its processor, once the topology is whole.</param>
    public KTable<KR, VR> Build<KR, VR>(
        AggregateParts<K, VR> parts,
        ISerde<KR> keySerde,
        StoreRows<KR, VR> rows,
        ReadOnlySpan<IStoreBuilder> stores,
        Func<IProcessor<K, V, KR, Change<VR>>> supplier)
    {
        var source = Partitioned(parts.StoreName);
        stream.Dsl.Topology.AddProcessor(parts.Node, supplier, source.Node);
        foreach (var store in stores) stream.Dsl.Topology.AddStateStore(store, parts.Node);
        return new KTable<KR, VR>(stream.Dsl, parts.Node, keySerde, parts.Values, source.SourceTopics, rows);
    }

    /// <summary>Remembers when the windows of an aggregate close: its final results can then be waited for.</summary>
    public void Closes(string node, ClosingRule closing) => stream.Dsl.Closings.Add(node, closing);

    private KStream<K, V> Partitioned(string storeName)
    {
        if (groupName is null) return Repartitioning.IfRequired(stream, storeName);
        return _repartitioned ??= Repartitioning.IfRequired(stream, groupName);
    }
}

/// <summary>What an aggregate is made with.</summary>
/// <param name="Kept">How it is kept.</param>
/// <param name="StoreName">Its store's name.</param>
/// <param name="Node">Its node's name.</param>
/// <param name="Keys">Writes the keys that are grouped by.</param>
/// <param name="Values">Writes the aggregates.</param>
internal sealed record AggregateParts<K, VR>(Materialized<K, VR> Kept, string StoreName, string Node, ISerde<K> Keys, ISerde<VR> Values)
{
    /// <summary>The user named the store, and may query it.</summary>
    public bool IsQueryable => Kept.StoreName is not null;
}
