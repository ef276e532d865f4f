using SmartKart.Training.Evaluation;

namespace SmartKart.Training.Runs.Judging;

/// <summary>A run's best model beside the one that is served, by what the champion can't have seen.</summary>
/// <param name="TrainedUntil">The last that the champion was trained on; null where its artifact doesn't say.</param>
/// <param name="From">From when on what users did counts; null likewise.</param>
/// <param name="Users">How many did something new then.</param>
/// <param name="Judged">Both, on the same; null where these are too few to judge by.</param>
/// <param name="Told">What was compared; or why nothing was, and what to do. Sentences.</param>
public sealed record ChampionComparison(DateTimeOffset? TrainedUntil, DateTimeOffset? From, int Users, (Judgement New, Judgement Champion)? Judged, string Told)
{
    private const int Seed = 1;

    /// <summary>By how much the new model is above the champion, NDCG user by user; null where they can't be compared.</summary>
    public ConfidenceInterval? Over { get; } =
        Judged is { } both ? Bootstrap.OfDifference(both.New.Metrics.Ndcg, both.Champion.Metrics.Ndcg, Seed) : null;
}
