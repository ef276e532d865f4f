using SmartKart.Streams.Operators.Aggregation;

namespace SmartKart.Streams.Building;

/// <summary>A stream grouped by key and by sliding windows, under construction.</summary>
/// <param name="building">The grouped stream's.</param>
/// <param name="stream">The stream.</param>
/// <param name="windows">The windows.</param>
/// <param name="emit">Whether each update is forwarded, or the final result.</param>
internal sealed class SlidingWindowedKStream<K, V>(AggregateBuilding<K, V> building, KStream<K, V> stream, SlidingWindows windows, EmitStrategy emit)
    : IWindowedKStream<K, V>
{
    private readonly WindowAggregateBuilding<K, V> _windowed = new(building, windows.Closing, emit);

    public IKTable<Windowed<K>, long> Count(Materialized<K, long>? materialized = null, string? named = null) =>
        Build(building.PartsOfCount(materialized, named), default(CountAggregation<K, V>));

    public IKTable<Windowed<K>, V> Reduce(Func<V, V, V> reducer, Materialized<K, V>? materialized = null, string? named = null) =>
        Build(building.PartsOf(materialized, named, AggregateBuilding<K, V>.Reduce, stream.ValueSerde), new ReduceAggregation<K, V>(reducer));

    public IKTable<Windowed<K>, VR> Aggregate<VR>(
        Func<VR> initializer, Func<K, V, VR, VR> aggregator, Materialized<K, VR>? materialized = null, string? named = null) => Build(
        building.PartsOf(materialized, named, AggregateBuilding<K, V>.Aggregate), new FunctionAggregation<K, V, VR>(initializer, aggregator, merger: null));

    public IWindowedKStream<K, V> EmitStrategy(EmitStrategy strategy) => new SlidingWindowedKStream<K, V>(building, stream, windows, strategy);

    private IKTable<Windowed<K>, VR> Build<VR, TAggregation>(AggregateParts<K, VR> parts, TAggregation aggregation)
        where TAggregation : struct, IAggregation<K, V, VR>
    {
        // A record makes windows out of what windows hold that ended up to the difference before it: hence twice, as in Kafka Streams.
        var retention = AggregateStores.Retention(parts.Kept.Retention, 2 * windows.TimeDifference + windows.Grace, parts.StoreName,
            $"twice their time difference, {windows.TimeDifference}, and grace, {windows.Grace}");
        retention += AggregateStores.EndIncluded;
        var store = AggregateStores.Window(parts.Kept, parts.StoreName, parts.Keys, parts.Values, windows.TimeDifference, retention, _windowed.MayCache);
        return _windowed.Build(parts, Serdes.TimeWindowed(parts.Keys, windows.TimeDifference), name => new WindowLookup<K, VR>(name), store,
            settings => new SlidingWindowAggregateProcessor<K, V, VR, TAggregation>(settings, aggregation, windows));
    }
}
