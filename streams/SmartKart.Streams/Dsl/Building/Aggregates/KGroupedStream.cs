using SmartKart.Streams.Operators.Aggregation;
using SmartKart.Streams.Operators.Tables;

namespace SmartKart.Streams.Building;

/// <summary>A grouped stream under construction.</summary>
/// <param name="stream">The stream; its keys are those grouped by.</param>
/// <param name="name">The name of the internal topic, if the user gave one.</param>
internal sealed class KGroupedStream<K, V>(KStream<K, V> stream, string? name) : IKGroupedStream<K, V>
{
    private readonly AggregateBuilding<K, V> _building = new(stream, name);

    public IKTable<K, long> Count(Materialized<K, long>? materialized = null, string? named = null) =>
        Build(_building.PartsOfCount(materialized, named), default(CountAggregation<K, V>));

    public IKTable<K, V> Reduce(Func<V, V, V> reducer, Materialized<K, V>? materialized = null, string? named = null) =>
        Build(_building.PartsOf(materialized, named, AggregateBuilding<K, V>.Reduce, stream.ValueSerde), new ReduceAggregation<K, V>(reducer));

    public IKTable<K, VR> Aggregate<VR>(
        Func<VR> initializer, Func<K, V, VR, VR> aggregator, Materialized<K, VR>? materialized = null, string? named = null) => Build(
        _building.PartsOf(materialized, named, AggregateBuilding<K, V>.Aggregate), new FunctionAggregation<K, V, VR>(initializer, aggregator, merger: null));

    public IWindowedKStream<K, V> WindowedBy(TimeWindows windows) =>
        new TimeWindowedKStream<K, V>(_building, stream, windows, EmitStrategy.OnWindowUpdate);

    public IWindowedKStream<K, V> WindowedBy(SlidingWindows windows) =>
        new SlidingWindowedKStream<K, V>(_building, stream, windows, EmitStrategy.OnWindowUpdate);

    public ISessionWindowedKStream<K, V> WindowedBy(SessionWindows windows) =>
        new SessionWindowedKStream<K, V>(_building, stream, windows, EmitStrategy.OnWindowUpdate);

    private KTable<K, VR> Build<VR, TAggregation>(AggregateParts<K, VR> parts, TAggregation aggregation)
        where TAggregation : struct, IAggregation<K, V, VR>
    {
        var rows = new StoreRows<K, VR>(parts.StoreName, parts.IsQueryable, store => new StoreLookup<K, VR>(store));
        var store = TableStores.BuilderOf(parts.StoreName, parts.Kept, parts.Keys, parts.Values);
        return _building.Build(parts, parts.Keys, rows, [store],
            () => new AggregateProcessor<K, V, VR, TAggregation>(parts.StoreName, aggregation, rows.SendsOldValues));
    }
}
