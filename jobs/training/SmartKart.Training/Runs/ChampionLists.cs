using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs;

/// <summary>
/// What the model that is served would have offered at the beginning of the test time. It has a catalogue of its own: its lists are told in the run's products, and
/// what the run doesn't have takes a place all the same.
/// </summary>
/// <param name="champion">The model.</param>
/// <param name="log">The run's users and products.</param>
/// <param name="k">How long lists are.</param>
/// <param name="parallel">On how many threads, and what gives up.</param>
internal sealed class ChampionLists(RecommenderArtifact champion, InteractionLog log, int k, ParallelOptions parallel)
{
    /// <param name="cut">The test time.</param>
    /// <param name="features">Reads what its ranker wants; null where the run reads none.</param>
    /// <param name="say">Is told where it must be judged without its ranker.</param>
    public TopLists Of(RankingCut cut, RankingFeatures? features, Action<string> say)
    {
        if (champion.Ranker is not { } ranker) return Unranked(cut);
        var wanted = features?.Only(ranker.Inputs.Features);
        if (wanted is null && ranker.Inputs.Features.Count > 0)
        {
            say("the champion's ranker reads features that aren't in this history, so the champion is judged without it");
            return Unranked(cut);
        }
        var table = CandidateTable.Of(
            cut, champion.Retrievers, champion.Catalogue, user => ItemsOf(cut.Seen, user), ranker.Inputs.CandidatesEach, int.MaxValue, seed: 0, parallel);
        var vectors = wanted?.Read([table], log, parallel.CancellationToken)[0] ?? [];
        var lists = RankedOrder.Of(ranker, new RankingRows(table, ranker.Inputs, vectors), k, parallel);
        return TopLists.Of(lists.Users, k, user => Array.ConvertAll(lists[user].ToArray(), item => log.Products.ItemOf(champion.Catalogue[item])));
    }

    private TopLists Unranked(RankingCut cut) => TopLists.Of(cut.Seen.Users, k, user =>
    {
        parallel.CancellationToken.ThrowIfCancellationRequested();
        var history = cut.Seen[user];
        if (history.IsEmpty) return [];
        return [.. champion.Recommend(ProductsOf(history), k).Select(each => log.Products.ItemOf(each.Product))];
    });

    private int[] ItemsOf(InteractionMatrix seen, int user) => champion.Catalogue.ItemsOf(ProductsOf(seen[user]));

    private string[] ProductsOf(ReadOnlySpan<int> history)
    {
        var products = new string[history.Length];
        for (var at = 0; at < products.Length; at++) products[at] = log.Products[history[at]];
        return products;
    }
}
