using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Tests.Texts;

/// <summary>
/// A split by products: nobody is known to have some of them, and models are judged by how well they rank just these, for each user who has any, by the user's
/// other products.
/// </summary>
internal sealed class ColdStart
{
    private readonly int[] _warm;
    private readonly InteractionMatrix _held;

    /// <param name="all">Users × items.</param>
    /// <param name="share">Of the items that become cold.</param>
    /// <param name="seed">Which ones.</param>
    public ColdStart(InteractionMatrix all, double share, int seed)
    {
        var random = new Random(seed);
        bool[] isCold = [.. Enumerable.Range(0, all.Items).Select(_ => random.NextDouble() < share)];
        var (seen, held) = (new List<(int, int)>(), new List<(int, int)>());
        for (var user = 0; user < all.Users; user++)
        {
            foreach (var item in all[user]) (isCold[item] ? held : seen).Add((user, item));
        }
        Seen = InteractionMatrix.Of(all.Users, all.Items, [.. seen]);
        _held = InteractionMatrix.Of(all.Users, all.Items, [.. held.Where(pair => Seen[pair.Item1].Length > 0)]);
        _warm = [.. Enumerable.Range(0, all.Items).Where(item => !isCold[item])];
    }

    /// <summary>What models learn from: columns of cold items are empty.</summary>
    public InteractionMatrix Seen { get; }

    /// <summary>NDCG@20 over the cold items, the mean of users.</summary>
    public double Ndcg(IRecommender model)
    {
        var (scores, items, best) = (new float[model.Items], new int[20], new float[20]);
        var lists = TopLists.Of(Seen.Users, 20, user =>
        {
            if (_held[user].IsEmpty) return [];
            model.Score(Seen.Batch(user, 1), scores);
            return items[..TopK.Select(scores, _warm, items, best)];
        });
        return RankingMetrics.Of(lists, _held).Ndcg.Average();
    }
}
