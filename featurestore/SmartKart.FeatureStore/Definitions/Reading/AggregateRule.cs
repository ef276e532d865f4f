using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>What one aggregate needs and may have: a line of the table in docs/features.md.</summary>
/// <param name="Keyword">Its name in definitions.</param>
/// <param name="Kind">Which aggregate, without a key where it may do without.</param>
/// <param name="Example">A definition, for messages.</param>
internal sealed record AggregateRule(string Keyword, AggregateKind Kind, string Example)
{
    private static readonly ScalarType[] Anything = Enum.GetValues<ScalarType>();
    private static readonly ScalarType[] Numbers = [ScalarType.Int64, ScalarType.Double];
    private static readonly ScalarType[] Ordered = [ScalarType.Int64, ScalarType.Double, ScalarType.Timestamp];
    private static readonly ScalarType[] Named = [ScalarType.String, ScalarType.Int64];

    /// <summary>Keys that it must have.</summary>
    internal IReadOnlyList<string> Needs { get; private init; } = [];

    /// <summary>Keys that it may have, besides those of every aggregate.</summary>
    internal IReadOnlyList<string> May { get; private init; } = ["windows"];

    /// <summary>The types that <c>of</c> may have.</summary>
    internal IReadOnlyList<ScalarType> OfTypes { get; private init; } = Anything;

    internal static IReadOnlyList<AggregateRule> Table { get; } =
    [
        new("count", AggregateKind.Count, "{aggregate: count, windows: [1h, 24h]}") { May = ["of", "windows"] },
        OfOne("sum", AggregateKind.Sum, "{aggregate: sum, of: amount, windows: [7d]}", Numbers),
        OfOne("avg", AggregateKind.Avg, "{aggregate: avg, of: amount, windows: [7d]}", Numbers),
        OfOne("min", AggregateKind.Min, "{aggregate: min, of: amount, windows: [7d]}", Ordered),
        OfOne("max", AggregateKind.Max, "{aggregate: max, of: amount, windows: [7d]}", Ordered),
        OfOne("variance", AggregateKind.Variance, "{aggregate: variance, of: amount, windows: [7d]}", Numbers),
        OfOne("stddev", AggregateKind.Stddev, "{aggregate: stddev, of: amount, windows: [7d]}", Numbers),
        OfOne("first", AggregateKind.First, "{aggregate: first, of: occurred_at}", Anything),
        OfOne("last", AggregateKind.Last, "{aggregate: last, of: occurred_at}", Anything),
        new("last_k", AggregateKind.LastK, "{aggregate: last_k, of: product_id, k: 20}") { Needs = ["of", "k"] },
        OfOne("count_distinct", AggregateKind.CountDistinct, "{aggregate: count_distinct, of: product_id, windows: [24h]}", Anything),
        new("top_k", AggregateKind.TopK, "{aggregate: top_k, by: category_id, k: 10}") { Needs = ["by", "k"], May = ["of", "windows"], OfTypes = Numbers },
        // It forgets by itself: a window on top would cut off what has decayed already.
        new("decayed_sum", AggregateKind.DecayedSum, "{aggregate: decayed_sum, half_life: 3d}")
        {
            Needs = ["half_life"],
            May = ["of", "by", "top"],
            OfTypes = Numbers,
        },
        new("quantiles", AggregateKind.Quantile, "{aggregate: quantiles, of: amount, at: [0.5, 0.9], windows: [7d]}")
        {
            Needs = ["of", "at"],
            OfTypes = Numbers,
        },
    ];

    /// <summary>The keys of any aggregate.</summary>
    internal static IReadOnlyList<string> AllKeys { get; } =
        ["aggregate", "description", "filter", "of", "by", "windows", "k", "half_life", "top", "at"];

    /// <summary>The types that <c>by</c> may have.</summary>
    internal static IReadOnlyList<ScalarType> ByTypes => Named;

    internal bool Takes(string key) => key is "aggregate" or "description" or "filter" || Needs.Contains(key) || May.Contains(key);

    /// <summary>Which aggregate it is, with a key or without.</summary>
    internal AggregateKind KindOf(bool hasKey) => Kind == AggregateKind.DecayedSum && hasKey ? AggregateKind.DecayedTopK : Kind;

    /// <summary>The type of the features that it gives.</summary>
    /// <param name="of">The type of its value, where it has one.</param>
    /// <param name="by">The type of its key, where it has one.</param>
    internal FeatureType ResultType(ScalarType? of, ScalarType? by) => Kind switch
    {
        AggregateKind.Count or AggregateKind.CountDistinct => FeatureType.Single(ScalarType.Int64),
        AggregateKind.Avg or AggregateKind.Variance or AggregateKind.Stddev or AggregateKind.Quantile => FeatureType.Single(ScalarType.Double),
        AggregateKind.LastK => new FeatureType(FeatureShape.List, of!.Value),                       // it needs 'of'
        AggregateKind.TopK => new FeatureType(FeatureShape.Ranking, of ?? ScalarType.Int64, by),
        AggregateKind.DecayedSum => by is null ? FeatureType.Single(ScalarType.Double) : new FeatureType(FeatureShape.Ranking, ScalarType.Double, by),
        _ => FeatureType.Single(of!.Value),                                                          // they need 'of'
    };

    private static AggregateRule OfOne(string keyword, AggregateKind kind, string example, ScalarType[] types) =>
        new(keyword, kind, example) { Needs = ["of"], OfTypes = types };
}
