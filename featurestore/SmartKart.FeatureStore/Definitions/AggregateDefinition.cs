using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>An aggregate over events. Which of the parts an aggregate has is told by docs/features.md; the others are null or empty. Immutable.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Description">For people; empty where there is none.</param>
/// <param name="At">Where it is written.</param>
/// <param name="Kind">Which aggregate. A <c>decayed_sum</c> with a key is <see cref="AggregateKind.DecayedTopK"/>.</param>
public sealed record AggregateDefinition(string Name, string Description, DefinitionPosition At, AggregateKind Kind)
    : FeatureDefinition(Name, Description, At)
{
    /// <summary>The value that is aggregated, over the source's row.</summary>
    public BoundExpression? Of { get; init; }

    /// <summary>The key by which values are told apart, a String or an Int64.</summary>
    public BoundExpression? By { get; init; }

    /// <summary>Which of the view's events count, beyond the view's own filter.</summary>
    public BoundExpression? Filter { get; init; }

    /// <summary>A feature for each; empty for one feature over the entity's whole life.</summary>
    public IReadOnlyList<FeatureWindow> Windows { get; init; } = [];

    /// <summary>How many values or keys <c>last_k</c> and <c>top_k</c> keep.</summary>
    public int? K { get; init; }

    /// <summary>How many keys a <c>decayed_sum</c> by key keeps.</summary>
    public int? Top { get; init; }

    /// <summary>After how long an event counts half in a <c>decayed_sum</c>.</summary>
    public TimeSpan? HalfLife { get; init; }

    /// <summary>Which quantiles, each within 0 and 1.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];
}
