using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>What became of asking a model for a list.</summary>
/// <param name="Version">Of the model that was asked last; null where there is none.</param>
/// <param name="Visitor">What is known of who asks.</param>
/// <param name="Source">Where that is from.</param>
/// <param name="Answer">What the model made; null where it failed, or there is none.</param>
internal readonly record struct Attempt(int? Version, Visitor Visitor, VisitorSource Source, ModelAnswer? Answer)
{
    /// <summary>Whether the candidate failed, and the champion was asked in its place.</summary>
    public bool HasCandidateFailed { get; init; }

    /// <summary>The rung of a list that the model made.</summary>
    /// <param name="answer">It.</param>
    public Rung RungOf(ModelAnswer answer) => (Source, answer.IsRanked) switch
    {
        (_, false) => Rung.Retrieval,
        (VisitorSource.Fresh, _) => Rung.Fresh,
        (VisitorSource.Kept, _) => Rung.StaleFeatures,
        _ => Rung.Retrieval,
    };
}
