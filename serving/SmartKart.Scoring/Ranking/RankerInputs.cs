namespace SmartKart.Scoring.Ranking;

/// <summary>
/// What a ranker's rows hold, column by column: what each retriever says of the candidate (standard scores), how many products the user has, and features of a
/// service as they are online.
/// </summary>
/// <param name="Retrievers">The names of the models that find candidates, in order.</param>
/// <param name="CandidatesEach">How many each of them gives.</param>
/// <param name="Service">The feature service; null where no features are read.</param>
/// <param name="Features">Which of its features, as <c>view.feature</c>, in order.</param>
public sealed record RankerInputs(IReadOnlyList<string> Retrievers, int CandidatesEach, string? Service, IReadOnlyList<string> Features)
{
    /// <summary>The column that tells how many products the user has.</summary>
    public const string HistoryLength = "history_length";

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Columns => [.. Retrievers, HistoryLength, .. Features];

    /// <summary>Where a row's features begin.</summary>
    public int FirstFeature => Retrievers.Count + 1;
}
