using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Aggregation.Sketches;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>What an aggregate needs, and within which bounds.</summary>
internal static class SpecCheck
{
    private const int CapMax = HeavyKeys.CapMax;
    private static readonly TimeSpan WindowMax = TimeSpan.FromMicroseconds(Hops.WindowMax);

    /// <exception cref="TilePlanException">Something is missing, superfluous in a way that changes the meaning, or out of bounds.</exception>
    public static void Check(AggregateSpec spec)
    {
        CheckInputs(spec);
        CheckParameters(spec);
        if (spec.Windows.Count == 0) throw new TilePlanException(spec.Name, "it has no window. Name at least one, or lifetime.");
        foreach (var window in spec.Windows)
        {
            if (window != AggregateSpec.Lifetime && (window < TimeSpan.FromMinutes(1) || window > WindowMax || window.Ticks % TimeSpan.TicksPerMinute != 0))
                throw new TilePlanException(spec.Name,
                    $"the window {window} is not whole minutes from 1 minute to {WindowMax.Days} days. Choose one that is, or lifetime.");
        }
    }

    /// <summary>Whether the results are lists.</summary>
    public static bool IsList(AggregateKind kind) => kind is AggregateKind.LastK or AggregateKind.TopK or AggregateKind.DecayedTopK;

    /// <summary>The type of the results; of lists, of their items.</summary>
    public static ScalarType TypeOf(AggregateSpec spec) => spec.Kind switch
    {
        AggregateKind.Count or AggregateKind.CountDistinct => ScalarType.Int64,
        AggregateKind.Avg or AggregateKind.Variance or AggregateKind.Stddev or AggregateKind.DecayedSum or AggregateKind.Quantile => ScalarType.Double,
        AggregateKind.TopK or AggregateKind.DecayedTopK => spec.ByType,
        _ => spec.OfType,
    };

    private static void CheckInputs(AggregateSpec spec)
    {
        if (!Enum.IsDefined(spec.Kind)) throw new TilePlanException(spec.Name, $"{spec.Kind} is no aggregate.");
        var isKeyed = spec.Kind is AggregateKind.TopK or AggregateKind.DecayedTopK;
        var needsValue = spec.Kind is not (AggregateKind.Count or AggregateKind.DecayedSum) && !isKeyed;
        if (needsValue && spec.Of < 0) throw new TilePlanException(spec.Name, $"{spec.Kind} needs a value. Name it with 'of'.");
        if (isKeyed && spec.By < 0) throw new TilePlanException(spec.Name, $"{spec.Kind} needs a key. Name it with 'by'.");
        if (!isKeyed && spec.By >= 0) throw new TilePlanException(spec.Name, $"{spec.Kind} takes no key. Leave 'by' out, or use top_k.");

        var needsNumber = isKeyed || spec.Kind is AggregateKind.Sum or AggregateKind.Avg or AggregateKind.Variance or AggregateKind.Stddev
            or AggregateKind.DecayedSum or AggregateKind.Quantile;
        if (needsNumber && spec.Of >= 0 && spec.OfType is not (ScalarType.Int64 or ScalarType.Double))
            throw new TilePlanException(spec.Name, $"{spec.Kind} needs a number, and its value is a {spec.OfType}. Cast it, or count instead.");
    }

    private static void CheckParameters(AggregateSpec spec)
    {
        if (IsList(spec.Kind) && spec.Length is < 1 or > AggregateSpec.LengthMax)
            throw new TilePlanException(spec.Name, $"its length is {spec.Length}. Choose 1 to {AggregateSpec.LengthMax}.");
        if (spec.Kind == AggregateKind.Quantile && !(spec.Rank is >= 0 and <= 1))
            throw new TilePlanException(spec.Name, $"its rank is {spec.Rank}. Choose 0 to 1.");
        if (spec.Kind is AggregateKind.DecayedSum or AggregateKind.DecayedTopK && IsOutOfBounds(spec.HalfLife))
            throw new TilePlanException(spec.Name, $"its half-life is {spec.HalfLife}. Choose whole microseconds from 1 millisecond to {WindowMax.Days} days.");
        if (spec.Kind == AggregateKind.CountDistinct && spec.Cap is < 0 or > CapMax)
            throw new TilePlanException(spec.Name, $"its cap is {spec.Cap}. Choose 1 to {CapMax}, or 0 for the default.");
        if (spec.Kind is AggregateKind.TopK or AggregateKind.DecayedTopK && spec.Cap != 0 && (spec.Cap < 2 * spec.Length || spec.Cap > CapMax))
            throw new TilePlanException(spec.Name, $"its cap is {spec.Cap}. Choose twice its length ({2 * spec.Length}) to {CapMax}, or 0 for the default.");
    }

    private static bool IsOutOfBounds(TimeSpan halfLife) =>
        halfLife < TimeSpan.FromMilliseconds(1) || halfLife > WindowMax || halfLife.Ticks % TimeSpan.TicksPerMicrosecond != 0;
}
