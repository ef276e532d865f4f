using SmartKart.Training.Interactions;

namespace SmartKart.Training.Evaluation;

/// <summary>
/// How well lists hold what users went on to do, for each user who did something: as the published tables of implicit feedback count (recall over all of a user's
/// items, NDCG over the ideal list of as many as fit).
/// </summary>
public sealed class RankingMetrics
{
    private RankingMetrics(int k, int users) =>
        (K, Users, Recall, Ndcg, Precision, HitRate, AveragePrecision, ReciprocalRank) =
            (k, new int[users], new double[users], new double[users], new double[users], new double[users], new double[users], new double[users]);

    /// <summary>Where lists were cut.</summary>
    public int K { get; }

    /// <summary>Whose values the others are, in their order: users with something held out.</summary>
    public int[] Users { get; }

    /// <summary>Hits of all that was held out.</summary>
    public double[] Recall { get; }

    /// <summary>Hits, each worth 1 / log₂(rank + 1), of what the ideal list is worth.</summary>
    public double[] Ndcg { get; }

    /// <summary>Hits of k.</summary>
    public double[] Precision { get; }

    /// <summary>1 if there is a hit.</summary>
    public double[] HitRate { get; }

    /// <summary>Mean precision at the hits, of the most hits there may be.</summary>
    public double[] AveragePrecision { get; }

    /// <summary>1 / rank of the first hit, or 0.</summary>
    public double[] ReciprocalRank { get; }

    /// <param name="lists">What was offered.</param>
    /// <param name="held">What users did then.</param>
    /// <exception cref="InteractionException">The users differ, or nobody did anything.</exception>
    public static RankingMetrics Of(TopLists lists, InteractionMatrix held)
    {
        if (lists.Users != held.Users) throw new InteractionException($"There are lists for {lists.Users} users, and {held.Users} users to hold them to.");
        int[] users = [.. Enumerable.Range(0, held.Users).Where(user => held[user].Length > 0)];
        if (users.Length == 0) throw new InteractionException("Nothing is held out, so no list can be judged. Split off a part of the history.");
        var metrics = new RankingMetrics(lists.K, users.Length);
        users.CopyTo(metrics.Users, 0);
        for (var at = 0; at < users.Length; at++) metrics.Judge(at, lists[users[at]], held[users[at]]);
        return metrics;
    }

    private void Judge(int at, ReadOnlySpan<int> list, ReadOnlySpan<int> held)
    {
        var (hits, gain, precisions) = (0, 0.0, 0.0);
        for (var rank = 1; rank <= list.Length; rank++)
        {
            if (held.BinarySearch(list[rank - 1]) < 0) continue;
            hits++;
            gain += Discount(rank);
            precisions += (double)hits / rank;
            if (hits == 1) ReciprocalRank[at] = 1.0 / rank;
        }
        var most = Math.Min(held.Length, K);
        var ideal = 0.0;
        for (var rank = 1; rank <= most; rank++) ideal += Discount(rank);
        Recall[at] = (double)hits / held.Length;
        Ndcg[at] = gain / ideal;
        Precision[at] = (double)hits / K;
        HitRate[at] = hits > 0 ? 1 : 0;
        AveragePrecision[at] = precisions / most;
    }

    private static double Discount(int rank) => 1 / Math.Log2(rank + 1);
}
