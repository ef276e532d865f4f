using SmartKart.Streams.Operators.Stateless;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Building;

/// <summary>A stream under construction: the node that it comes from, and what is known of its records.</summary>
/// <param name="dsl">The builder's.</param>
/// <param name="node">The node that forwards it.</param>
/// <param name="keySerde">How keys are written, if known.</param>
/// <param name="valueSerde">How values are written, if known.</param>
/// <param name="sourceTopics">The topics by whose partitions it is partitioned.</param>
/// <param name="repartitionRequired">Its keys may have changed since it was partitioned.</param>
internal sealed class KStream<K, V>(
    DslContext dsl, string node, ISerde<K>? keySerde, ISerde<V>? valueSerde, IReadOnlyList<string> sourceTopics, bool repartitionRequired) : IKStream<K, V>
{
    public DslContext Dsl => dsl;

    public string Node => node;

    public ISerde<K>? KeySerde => keySerde;

    public ISerde<V>? ValueSerde => valueSerde;

    public IReadOnlyList<string> SourceTopics => sourceTopics;

    public bool RepartitionRequired => repartitionRequired;

    /// <summary>The same records as another node forwards them.</summary>
    public KStream<K, V> After(string otherNode) => new(dsl, otherNode, keySerde, valueSerde, sourceTopics, repartitionRequired);

    /// <summary>Adds a processor that leaves keys alone.</summary>
    public KStream<K, VR> AddKeyPreserving<VR>(string name, Func<IProcessor<K, V, K, VR>> supplier, ISerde<VR>? valueSerdeAfter)
    {
        dsl.Topology.AddProcessor(name, supplier, node);
        return new KStream<K, VR>(dsl, name, keySerde, valueSerdeAfter, sourceTopics, repartitionRequired);
    }

    /// <summary>Adds a processor that may change keys.</summary>
    public KStream<KR, VR> AddKeyChanging<KR, VR>(string name, Func<IProcessor<K, V, KR, VR>> supplier, ISerde<VR>? valueSerdeAfter)
    {
        dsl.Topology.AddProcessor(name, supplier, node);
        return new KStream<KR, VR>(dsl, name, keySerde: null, valueSerdeAfter, sourceTopics, repartitionRequired: true);
    }

    public IKStream<K, V> Filter(Func<K, V, bool> predicate, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-FILTER-"), () => new FilterProcessor<K, V>(predicate, keepIf: true), valueSerde);

    public IKStream<K, V> FilterNot(Func<K, V, bool> predicate, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-FILTER-"), () => new FilterProcessor<K, V>(predicate, keepIf: false), valueSerde);

    public IKStream<KR, VR> Map<KR, VR>(Func<K, V, KeyValuePair<KR, VR>> mapper, string? named = null) =>
        AddKeyChanging(dsl.NameOf(named, "KSTREAM-MAP-"), () => new MapProcessor<K, V, KR, VR>(mapper), valueSerdeAfter: null);

    public IKStream<K, VR> MapValues<VR>(Func<V, VR> mapper, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-MAPVALUES-"), () => new MapValuesProcessor<K, V, VR>((_, value) => mapper(value)), valueSerdeAfter: null);

    public IKStream<K, VR> MapValues<VR>(Func<K, V, VR> mapper, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-MAPVALUES-"), () => new MapValuesProcessor<K, V, VR>(mapper), valueSerdeAfter: null);

    public IKStream<KR, VR> FlatMap<KR, VR>(Func<K, V, IEnumerable<KeyValuePair<KR, VR>>> mapper, string? named = null) =>
        AddKeyChanging(dsl.NameOf(named, "KSTREAM-FLATMAP-"), () => new FlatMapProcessor<K, V, KR, VR>(mapper), valueSerdeAfter: null);

    public IKStream<K, VR> FlatMapValues<VR>(Func<V, IEnumerable<VR>> mapper, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-FLATMAPVALUES-"), () => new FlatMapValuesProcessor<K, V, VR>((_, value) => mapper(value)), valueSerdeAfter: null);

    public IKStream<K, VR> FlatMapValues<VR>(Func<K, V, IEnumerable<VR>> mapper, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-FLATMAPVALUES-"), () => new FlatMapValuesProcessor<K, V, VR>(mapper), valueSerdeAfter: null);

    public IKStream<KR, V> SelectKey<KR>(Func<K, V, KR> mapper, string? named = null) =>
        AddKeyChanging(dsl.NameOf(named, "KSTREAM-KEY-SELECT-"), () => new SelectKeyProcessor<K, V, KR>(mapper), valueSerde);

    public IKStream<K, V> Peek(Action<K, V> action, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-PEEK-"), () => new PeekProcessor<K, V>(action), valueSerde);

    public void Foreach(Action<K, V> action, string? named = null) =>
        AddKeyPreserving(dsl.NameOf(named, "KSTREAM-FOREACH-"), () => new ForeachProcessor<K, V>(action), valueSerdeAfter: null);

    public IReadOnlyList<IKStream<K, V>> Branch(string? named = null, params Func<K, V, bool>[] predicates)
    {
        if (predicates.Length == 0) throw new TopologyException("Branch() was given no predicate. Give one per branch.");
        var split = new BranchedKStream<K, V>(this, named);
        foreach (var predicate in predicates) split.Branch(predicate);
        return [.. split.NoDefaultBranch().Values];
    }

    public BranchedKStream<K, V> Split(string? named = null) => new(this, named);

    public IKStream<K, V> Merge(IKStream<K, V> other, string? named = null)
    {
        var second = (KStream<K, V>)other;
        var name = dsl.NameOf(named, "KSTREAM-MERGE-");
        dsl.Topology.AddProcessor(name, () => new PassThroughProcessor<K, V>(), node, second.Node);
        return new KStream<K, V>(dsl, name, keySerde ?? second.KeySerde, valueSerde ?? second.ValueSerde,
            [.. sourceTopics.Union(second.SourceTopics, StringComparer.Ordinal)], repartitionRequired || second.RepartitionRequired);
    }

    public IKStream<KR, VR> Process<KR, VR>(Func<IProcessor<K, V, KR, VR>> supplier, string? named = null, params string[] stateStores)
    {
        var stream = AddKeyChanging(dsl.NameOf(named, "KSTREAM-PROCESSOR-"), supplier, valueSerdeAfter: null);
        dsl.Topology.ConnectProcessorAndStateStores(stream.Node, stateStores);
        return stream;
    }

    public IKStream<K, VR> ProcessValues<VR>(Func<IProcessor<K, V, K, VR>> supplier, string? named = null, params string[] stateStores)
    {
        var stream = AddKeyPreserving(dsl.NameOf(named, "KSTREAM-PROCESSVALUES-"), supplier, valueSerdeAfter: null);
        dsl.Topology.ConnectProcessorAndStateStores(stream.Node, stateStores);
        return stream;
    }

    public IKStream<K, V> Repartition(Repartitioned<K, V>? repartitioned = null) =>
        Repartitioning.Through(this, repartitioned ?? new Repartitioned<K, V>(), repartitioned?.Name ?? dsl.NameOf(null, "KSTREAM-REPARTITION-"), keepNullKeys: true);

    public void To(string topic, Produced<K, V>? produced = null)
    {
        var (name, key, value) = Sink(produced, $"to(\"{topic}\")");
        dsl.Topology.AddSink(name, topic, key, value, produced?.Partitioner ?? WindowedKeys.PartitionerOf<K, V>(key), node);
    }

    public void To(TopicNameExtractor<K, V> topicChooser, Produced<K, V>? produced = null)
    {
        var (name, key, value) = Sink(produced, "to(chosen topic)");
        dsl.Topology.AddSink(name, topicChooser, key, value, produced?.Partitioner ?? WindowedKeys.PartitionerOf<K, V>(key), node);
    }

    public IKStream<K, V> Through(string topic, Produced<K, V>? produced = null)
    {
        To(topic, produced);
        var source = dsl.NameOf(null, "KSTREAM-SOURCE-");
        var key = DslContext.SerdeOf(produced?.KeySerde, keySerde, $"the keys of through(\"{topic}\")", "Produced.With");
        var value = DslContext.SerdeOf(produced?.ValueSerde, valueSerde, $"the values of through(\"{topic}\")", "Produced.With");
        dsl.Topology.AddSource(source, [topic], key, value);
        return new KStream<K, V>(dsl, source, key, value, [topic], repartitionRequired: false);
    }

    public IKTable<K, V> ToTable(Materialized<K, V>? materialized = null, string? named = null) => TableBuilding.ToTable(this, materialized, named);

    public IKGroupedStream<K, V> GroupByKey(Grouped<K, V>? grouped = null) =>
        new KGroupedStream<K, V>(grouped is null ? this : WithSerdes(grouped.KeySerde, grouped.ValueSerde), grouped?.Name);

    public IKGroupedStream<KR, V> GroupBy<KR>(Func<K, V, KR> keySelector, Grouped<KR, V>? grouped = null) =>
        new KGroupedStream<KR, V>(((KStream<KR, V>)SelectKey(keySelector, grouped?.Name is { } name ? $"{name}-select-key" : null)).WithSerdes(grouped?.KeySerde, grouped?.ValueSerde), grouped?.Name);

    public IKStream<K, VR> Join<VO, VR>(IKStream<K, VO> other, Func<V, VO, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null) =>
        Join(other, (_, left, right) => joiner(left, right), windows, joined);

    public IKStream<K, VR> Join<VO, VR>(IKStream<K, VO> other, Func<K, V, VO, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null) =>
        StreamStreamJoins.Inner(this, (KStream<K, VO>)other, joiner, windows, joined);

    public IKStream<K, VR> LeftJoin<VO, VR>(IKStream<K, VO> other, Func<V, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null) =>
        LeftJoin(other, (_, left, right) => joiner(left, right), windows, joined);

    public IKStream<K, VR> LeftJoin<VO, VR>(IKStream<K, VO> other, Func<K, V, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null) =>
        StreamStreamJoins.Left(this, (KStream<K, VO>)other, joiner, windows, joined);

    public IKStream<K, VR> OuterJoin<VO, VR>(IKStream<K, VO> other, Func<V?, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null) =>
        OuterJoin(other, (_, left, right) => joiner(left, right), windows, joined);

    public IKStream<K, VR> OuterJoin<VO, VR>(IKStream<K, VO> other, Func<K, V?, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null) =>
        StreamStreamJoins.Outer(this, (KStream<K, VO>)other, joiner, windows, joined);

    public IKStream<K, VR> Join<VT, VR>(IKTable<K, VT> table, Func<V, VT, VR> joiner, Joined<K, V, VT>? joined = null) =>
        Join(table, (_, left, right) => joiner(left, right), joined);

    public IKStream<K, VR> Join<VT, VR>(IKTable<K, VT> table, Func<K, V, VT, VR> joiner, Joined<K, V, VT>? joined = null) =>
        StreamTableJoins.Inner(this, (KTable<K, VT>)table, joiner, joined);

    public IKStream<K, VR> LeftJoin<VT, VR>(IKTable<K, VT> table, Func<V, VT?, VR> joiner, Joined<K, V, VT>? joined = null) =>
        LeftJoin(table, (_, left, right) => joiner(left, right), joined);

    public IKStream<K, VR> LeftJoin<VT, VR>(IKTable<K, VT> table, Func<K, V, VT?, VR> joiner, Joined<K, V, VT>? joined = null) =>
        StreamTableJoins.Left(this, (KTable<K, VT>)table, joiner, joined);

    public IKStream<K, VR> Join<KT, VT, VR>(IGlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT, VR> joiner, string? named = null) =>
        StreamGlobalTableJoins.Inner(this, (GlobalKTable<KT, VT>)table, keySelector, joiner, named);

    public IKStream<K, VR> LeftJoin<KT, VT, VR>(IGlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT?, VR> joiner, string? named = null) =>
        StreamGlobalTableJoins.Left(this, (GlobalKTable<KT, VT>)table, keySelector, joiner, named);

    /// <summary>The same stream, its serdes those given where they are.</summary>
    public KStream<K, V> WithSerdes(ISerde<K>? key, ISerde<V>? value) =>
        key is null && value is null ? this : new KStream<K, V>(dsl, node, key ?? keySerde, value ?? valueSerde, sourceTopics, repartitionRequired);

    private (string Name, ISerde<K> Key, ISerde<V> Value) Sink(Produced<K, V>? produced, string what) => (
        dsl.NameOf(produced?.Name, "KSTREAM-SINK-"),
        DslContext.SerdeOf(produced?.KeySerde, keySerde, $"the keys of {what}", "Produced.With"),
        DslContext.SerdeOf(produced?.ValueSerde, valueSerde, $"the values of {what}", "Produced.With"));
}
