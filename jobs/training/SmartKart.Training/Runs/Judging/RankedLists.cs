using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Judging;

/// <summary>Lists in a ranker's order: of what its models find, or of what it is given, with features as they stood at that moment.</summary>
/// <param name="ranker">Orders candidates.</param>
/// <param name="retrievers">Find them.</param>
/// <param name="items">Which items of the run those of the models are.</param>
/// <param name="features">Reads what the ranker wants; null where that is nothing.</param>
/// <param name="log">The run's users.</param>
/// <param name="k">How long lists are.</param>
/// <param name="parallel">On how many threads, and what gives up.</param>
internal sealed class RankedLists(
    Ranker ranker, IReadOnlyList<IRecommender> retrievers, ItemMap items, RankingFeatures? features, InteractionLog log, int k, ParallelOptions parallel) : IListSource
{
    public TopLists Of(RankingCut cut) => Ranked(CandidateTable.Of(
        cut, retrievers, items.Products, user => items.Own(cut.Seen[user]), ranker.Inputs.CandidatesEach, int.MaxValue, seed: 0, parallel));

    public TopLists Of(RankingCut cut, SampledRanking among)
    {
        var rows = (long)among.Candidates.Count;
        TrainingMemory.Require(
            "ranking among products drawn by chance", 2 * rows * ranker.Inputs.Columns.Count * sizeof(float), $"{rows:N0} candidates × {ranker.Inputs.Columns.Count} columns; lower sampled");
        return Ranked(CandidateTable.Among(cut, retrievers, items.Products, user => items.Own(cut.Seen[user]), user => items.Own(among.Candidates[user]), parallel));
    }

    private TopLists Ranked(CandidateTable table)
    {
        var vectors = features?.Read([table], log, parallel.CancellationToken)[0] ?? [];
        var lists = RankedOrder.Of(ranker, new RankingRows(table, ranker.Inputs, vectors), k, parallel);
        return TopLists.Of(lists.Users, k, user => items.OfRun(lists[user]));
    }
}
