using SmartKart.Training.Evaluation;

namespace SmartKart.Training.Runs;

/// <summary>A model of a run beside those that it must beat, user by user.</summary>
/// <param name="Model">Which.</param>
/// <param name="Ndcg">How good, and how sure that is.</param>
/// <param name="OverPopularity">By how much it is above popularity; null where the run has none, and of that itself.</param>
/// <param name="OverFixedBlend">By how much it is above the blend that nothing was learned for; null likewise.</param>
public sealed record ReportRow(JudgedModel Model, ConfidenceInterval Ndcg, ConfidenceInterval? OverPopularity, ConfidenceInterval? OverFixedBlend)
{
    private const int Seed = 1;

    /// <summary>A run's models, the best first.</summary>
    public static IReadOnlyList<ReportRow> Of(TrainedRecommender trained)
    {
        var popularity = trained.Models.FirstOrDefault(model => model.Name == "popularity");
        var given = trained.Models.FirstOrDefault(model => model.Name == RecommenderRun.FixedBlendName);
        return
        [
            .. trained.Models
                .Select(model => new ReportRow(model, Bootstrap.Of(model.Metrics.Ndcg, Seed), Over(model, popularity), Over(model, given)))
                .OrderByDescending(row => row.Ndcg.Mean),
        ];
    }

    private static ConfidenceInterval? Over(JudgedModel model, JudgedModel? other) =>
        other is null || other == model ? null : Bootstrap.OfDifference(model.Metrics.Ndcg, other.Metrics.Ndcg, Seed);
}
