using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tiles;

/// <summary>One aggregate of a view, over one window or several: a result each. Checked by <see cref="TilePlan.Compile"/>.</summary>
/// <param name="Name">The feature's, for messages.</param>
/// <param name="Kind">What is computed.</param>
public sealed record AggregateSpec(string Name, AggregateKind Kind)
{
    /// <summary>No list is longer.</summary>
    public const int LengthMax = 256;

    /// <summary>The window of all events.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.MaxValue;

    /// <summary>The place of the value among an event's values; −1 (the default) for none: count, top_k and decayed sums then count events.</summary>
    public int Of { get; init; } = -1;

    /// <summary>The value's type.</summary>
    public ScalarType OfType { get; init; }

    /// <summary>The place of the key among an event's values, of top_k and decayed top_k; −1 (the default) for none.</summary>
    public int By { get; init; } = -1;

    /// <summary>The key's type.</summary>
    public ScalarType ByType { get; init; }

    /// <summary>Whole minutes to ten years, or <see cref="Lifetime"/>, which is the default.</summary>
    public IReadOnlyList<TimeSpan> Windows { get; init; } = [Lifetime];

    /// <summary>Of a list: its length at most, 1 to 256.</summary>
    public int Length { get; init; } = 10;

    /// <summary>Of a quantile: q, 0 to 1.</summary>
    public double Rank { get; init; } = 0.5;

    /// <summary>Of decayed sums: a millisecond to ten years.</summary>
    public TimeSpan HalfLife { get; init; }

    /// <summary>
    /// Of count_distinct: values counted exactly (1 to 1,024; 0, the default, is 256). Of top_k: keys kept (at least twice the length, to
    /// 1,024; 0, the default, is 64 or 4 times the length, whichever is more).
    /// </summary>
    public int Cap { get; init; }
}
