using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Aggregation.Numbers;
using SmartKart.FeatureStore.Aggregation.Sequences;
using SmartKart.FeatureStore.Aggregation.Sketches;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Reading;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>What a track's state depends on: aggregates alike in all of it share one.</summary>
/// <param name="Family">The kind, or the one whose state serves: sum and mean share theirs, and so do variance and deviation.</param>
/// <param name="Of">The place of the value, or −1.</param>
/// <param name="OfType">Its type.</param>
/// <param name="By">The place of the key, or −1.</param>
/// <param name="ByType">Its type.</param>
/// <param name="HalfLife">In microseconds; 0 for no decay.</param>
/// <param name="Bound">k of last_k; the cap of count_distinct and of top_k.</param>
internal readonly record struct TrackKey(AggregateKind Family, int Of, ScalarType OfType, int By, ScalarType ByType, long HalfLife, int Bound)
{
    /// <summary>Of a specification that was checked.</summary>
    public static TrackKey For(AggregateSpec spec)
    {
        var family = spec.Kind switch
        {
            AggregateKind.Avg => AggregateKind.Sum,
            AggregateKind.Stddev => AggregateKind.Variance,
            _ => spec.Kind,
        };
        var isKeyed = family is AggregateKind.TopK or AggregateKind.DecayedTopK;
        var isDecayed = family is AggregateKind.DecayedSum or AggregateKind.DecayedTopK;
        return new TrackKey(
            family,
            spec.Of,
            spec.Of >= 0 ? spec.OfType : default,
            isKeyed ? spec.By : -1,
            isKeyed ? spec.ByType : default,
            isDecayed ? spec.HalfLife.Ticks / TimeSpan.TicksPerMicrosecond : 0,
            family switch
            {
                AggregateKind.LastK => spec.Length,
                AggregateKind.CountDistinct => spec.Cap == 0 ? 256 : spec.Cap,
                AggregateKind.TopK or AggregateKind.DecayedTopK => spec.Cap == 0 ? HeavyKeys.CapOf(spec.Length) : spec.Cap,
                _ => 0,
            });
    }

    /// <summary>A track of this state.</summary>
    public TileTrack NewTrack(TrackPlan plan)
    {
        var (hasValue, isWhole, decay) = (Of >= 0, OfType == ScalarType.Int64, new Decay(HalfLife));
        return Family switch
        {
            AggregateKind.Count => Track<CountAggregate, CountAggregate.Partial>(plan, default),
            AggregateKind.Sum when isWhole => Track<WholeSum, WholeSum.Partial>(plan, default),
            AggregateKind.Sum => Track<RealSum, RealSum.Partial>(plan, default),
            AggregateKind.Min => Track<Extreme, Extreme.Partial>(plan, new Extreme(OfType, isMax: false)),
            AggregateKind.Max => Track<Extreme, Extreme.Partial>(plan, new Extreme(OfType, isMax: true)),
            AggregateKind.Variance => Track<Moments, Moments.Partial>(plan, new Moments(isWhole)),
            AggregateKind.First => Track<Edge, Edge.Partial>(plan, new Edge(OfType, isLast: false)),
            AggregateKind.Last => Track<Edge, Edge.Partial>(plan, new Edge(OfType, isLast: true)),
            AggregateKind.LastK => Track<LastValues, LastValues.Partial>(plan, new LastValues(OfType, Bound)),
            AggregateKind.CountDistinct => Track<DistinctCount, DistinctCount.Partial>(plan, new DistinctCount(OfType, Bound)),
            AggregateKind.TopK or AggregateKind.DecayedTopK =>
                Track<HeavyKeys, HeavyKeys.Partial>(plan, new HeavyKeys(ByType, Bound, decay, hasValue, isWhole)),
            AggregateKind.DecayedSum => Track<DecayedSum, DecayedSum.Partial>(plan, new DecayedSum(decay, hasValue, isWhole)),
            _ => Track<Quantiles, Quantiles.Partial>(plan, new Quantiles(isWhole)),
        };
    }

    /// <summary>What reads results out of a track's states in a blob.</summary>
    public TrackReader NewReader(TrackPlan plan) =>
        Family == AggregateKind.CountDistinct ? new DistinctReader(plan, Bound) : NewTrack(plan).NewReader();

    private static AggregateTrack<TAggregate, TPartial> Track<TAggregate, TPartial>(TrackPlan plan, TAggregate aggregate)
        where TAggregate : struct, IAggregate<TPartial>
        where TPartial : struct => new(plan, aggregate);
}
