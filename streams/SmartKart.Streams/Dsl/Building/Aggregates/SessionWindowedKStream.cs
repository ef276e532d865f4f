using SmartKart.Streams.Operators.Aggregation;

namespace SmartKart.Streams.Building;

/// <summary>A stream grouped by key and session, under construction.</summary>
/// <param name="building">The grouped stream's.</param>
/// <param name="stream">The stream.</param>
/// <param name="windows">The windows.</param>
/// <param name="emit">Whether each update is forwarded, or the final result.</param>
internal sealed class SessionWindowedKStream<K, V>(AggregateBuilding<K, V> building, KStream<K, V> stream, SessionWindows windows, EmitStrategy emit)
    : ISessionWindowedKStream<K, V>
{
    private readonly WindowAggregateBuilding<K, V> _windowed = new(building, windows.Closing, emit);

    public IKTable<Windowed<K>, long> Count(Materialized<K, long>? materialized = null, string? named = null) =>
        Build(building.PartsOfCount(materialized, named), default(CountAggregation<K, V>));

    public IKTable<Windowed<K>, V> Reduce(Func<V, V, V> reducer, Materialized<K, V>? materialized = null, string? named = null) =>
        Build(building.PartsOf(materialized, named, AggregateBuilding<K, V>.Reduce, stream.ValueSerde), new ReduceAggregation<K, V>(reducer));

    public IKTable<Windowed<K>, VR> Aggregate<VR>(
        Func<VR> initializer, Func<K, V, VR, VR> aggregator, Func<K, VR, VR, VR> merger, Materialized<K, VR>? materialized = null, string? named = null) =>
        Build(building.PartsOf(materialized, named, AggregateBuilding<K, V>.Aggregate), new FunctionAggregation<K, V, VR>(initializer, aggregator, merger));

    public ISessionWindowedKStream<K, V> EmitStrategy(EmitStrategy strategy) => new SessionWindowedKStream<K, V>(building, stream, windows, strategy);

    private IKTable<Windowed<K>, VR> Build<VR, TAggregation>(AggregateParts<K, VR> parts, TAggregation aggregation)
        where TAggregation : struct, IAggregation<K, V, VR>
    {
        var retention = AggregateStores.Retention(parts.Kept.Retention, windows.InactivityGap + windows.Grace, parts.StoreName,
            $"their inactivity gap, {windows.InactivityGap}, and grace, {windows.Grace}");
        var store = AggregateStores.Session(parts.Kept, parts.StoreName, parts.Keys, parts.Values, retention + AggregateStores.EndIncluded, _windowed.MayCache);
        return _windowed.Build(parts, Serdes.SessionWindowed(parts.Keys), name => new SessionLookup<K, VR>(name), store,
            settings => new SessionWindowAggregateProcessor<K, V, VR, TAggregation>(settings, aggregation, windows));
    }
}
