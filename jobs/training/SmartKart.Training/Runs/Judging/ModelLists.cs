using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Judging;

/// <summary>Lists in a model's own order.</summary>
/// <param name="model">Scores the run's items.</param>
/// <param name="k">How long lists are.</param>
/// <param name="parallel">On how many threads, and what gives up.</param>
internal sealed class ModelLists(IRecommender model, int k, ParallelOptions parallel) : IListSource
{
    public TopLists Of(RankingCut cut) => TopLists.Of(model, cut.Seen, k, parallel.MaxDegreeOfParallelism, parallel.CancellationToken);

    public TopLists Of(RankingCut cut, SampledRanking among) =>
        TopLists.Of(model, cut.Seen, among.Candidates, k, parallel.MaxDegreeOfParallelism, parallel.CancellationToken);
}
