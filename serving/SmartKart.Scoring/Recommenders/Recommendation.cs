namespace SmartKart.Scoring.Recommenders;

/// <summary>A product that is offered.</summary>
/// <param name="Product">Which.</param>
/// <param name="Score">How much the user wants it, by the model's measure.</param>
/// <param name="Reasons">What the user did that speaks for it, the strongest first; empty where the model can't say.</param>
public sealed record Recommendation(string Product, float Score, IReadOnlyList<Reason> Reasons);

/// <summary>Something that speaks for a recommendation.</summary>
/// <param name="Product">What the user did something with.</param>
/// <param name="Share">Of all that speaks for it, 0 to 1.</param>
public sealed record Reason(string Product, float Share);
