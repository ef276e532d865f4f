using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Judging;

/// <summary>
/// What the model that is served would have offered at a moment, by what users had done before. It has a catalogue of its own: its lists are told in the run's
/// items, and what the run doesn't have takes a place all the same.
/// </summary>
internal sealed class ChampionLists : IListSource
{
    private readonly RecommenderArtifact _champion;
    private readonly ItemMap _items;
    private readonly int _k;
    private readonly ParallelOptions _parallel;

    private ChampionLists(RecommenderArtifact champion, ItemMap items, int k, ParallelOptions parallel) =>
        (_champion, _items, _k, _parallel) = (champion, items, k, parallel);

    /// <param name="champion">The model.</param>
    /// <param name="log">The run's users and products.</param>
    /// <param name="features">Reads what its ranker wants; null where the run reads none.</param>
    /// <param name="k">How long lists are.</param>
    /// <param name="parallel">On how many threads, and what gives up.</param>
    /// <param name="say">Is told where it must be judged without its ranker.</param>
    public static IListSource Of(
        RecommenderArtifact champion, InteractionLog log, RankingFeatures? features, int k, ParallelOptions parallel, Action<string> say)
    {
        var items = new ItemMap(champion.Catalogue, log.Products);
        if (champion.Ranker is not { } ranker) return new ChampionLists(champion, items, k, parallel);
        var wanted = features?.Only(ranker.Inputs.Features);
        if (wanted is not null || ranker.Inputs.Features.Count == 0) return new RankedLists(ranker, champion.Retrievers, items, wanted, log, k, parallel);
        say("the champion's ranker reads features that aren't in this history, so the champion is judged without it");
        return new ChampionLists(champion, items, k, parallel);
    }

    public TopLists Of(RankingCut cut) => Lists(cut, (_, scores, history) => Best(scores, history));

    public TopLists Of(RankingCut cut, SampledRanking among) => Lists(cut, (user, scores, _) =>
    {
        var few = _items.Own(among.Candidates[user]);
        return [.. Best(Array.ConvertAll(few, item => scores[item]), []).Select(place => few[place])];
    });

    private TopLists Lists(RankingCut cut, Func<int, float[], int[], int[]> choose)
    {
        var scores = new float[_champion.Catalogue.Count];
        return TopLists.Of(cut.Seen.Users, _k, user =>
        {
            _parallel.CancellationToken.ThrowIfCancellationRequested();
            if (cut.Next[user].IsEmpty) return [];      // nobody asks
            var history = _items.Own(cut.Seen[user]);
            _champion.Model.Score(new UserBatch(-1, [0, history.Length], history), scores);
            return _items.OfRun(choose(user, scores, history));
        });
    }

    private int[] Best(float[] scores, int[] without)
    {
        var (items, best) = (new int[Math.Min(_k, scores.Length)], new float[Math.Min(_k, scores.Length)]);
        return items[..TopK.Select(scores, without, items, best)];
    }
}
