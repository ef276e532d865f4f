using System.Collections.Immutable;

namespace SmartKart.Topologies.Experiments;

/// <summary>An arm of an experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Variant">The arm, such as <c>control</c>.</param>
public sealed record ArmKey(string ExperimentId, string Variant);

/// <summary>What came of the recommendations that an arm first showed within an hour.</summary>
/// <param name="Recommendations">Responses shown.</param>
/// <param name="Impressions">Products shown, each once per response.</param>
/// <param name="Clicks">Products chosen, each once per response.</param>
/// <param name="Conversions">Orders with a product of a response: one that has products of two counts for both.</param>
/// <param name="Units">Units of those products ordered.</param>
/// <param name="Revenue">Quantity × price less the lines' discounts, by ISO 4217 code of the currency. Returns are not taken off.</param>
public sealed record ArmResults(
    long Recommendations, long Impressions, long Clicks, long Conversions, long Units, ImmutableSortedDictionary<string, decimal> Revenue)
{
    /// <summary>Nothing.</summary>
    public static ArmResults None { get; } = new(0, 0, 0, 0, 0, ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal));

    /// <summary>Both together.</summary>
    public static ArmResults operator +(ArmResults left, ArmResults right) => new(
        left.Recommendations + right.Recommendations,
        left.Impressions + right.Impressions,
        left.Clicks + right.Clicks,
        left.Conversions + right.Conversions,
        left.Units + right.Units,
        right.Revenue.Aggregate(left.Revenue, (sum, one) => sum.SetItem(one.Key, sum.GetValueOrDefault(one.Key) + one.Value)));

    /// <inheritdoc cref="op_Addition"/>
    public ArmResults Add(ArmResults other) => this + other;
}
