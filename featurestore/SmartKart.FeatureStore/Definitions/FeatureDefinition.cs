using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>An entry of a view's <c>features</c>: how one feature, or one per window, is computed. Immutable.</summary>
/// <param name="Name">In snake case, unique in its view.</param>
/// <param name="Description">For people; empty where there is none.</param>
/// <param name="At">Where it is written.</param>
public abstract record FeatureDefinition(string Name, string Description, DefinitionPosition At);

/// <summary>A ratio of two features: (of + prior) / (to + prior), NULL where either is NULL or the divisor is 0.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Description">For people.</param>
/// <param name="At">Where it is written.</param>
/// <param name="Of">The feature above the line: of this view, or of one that it reads, as <c>view.feature</c>.</param>
/// <param name="To">The feature below the line.</param>
/// <param name="PriorOf">Added above, so that little evidence gives no wild ratio; 0 or more.</param>
/// <param name="PriorTo">Added below; 0 or more.</param>
public sealed record RatioDefinition(string Name, string Description, DefinitionPosition At, string Of, string To, double PriorOf, double PriorTo)
    : FeatureDefinition(Name, Description, At);

/// <summary>A feature computed when it is read, from the view's other features and <c>now</c>.</summary>
/// <param name="Name">In snake case.</param>
/// <param name="Description">For people.</param>
/// <param name="At">Where it is written.</param>
/// <param name="Expression">Bound to the view's <see cref="FeatureView.OnDemandRow"/>.</param>
public sealed record OnDemandDefinition(string Name, string Description, DefinitionPosition At, BoundExpression Expression)
    : FeatureDefinition(Name, Description, At);
