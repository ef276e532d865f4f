using SmartKart.Training.Interactions;

namespace SmartKart.Training.Evaluation;

/// <summary>
/// Parts by which models are judged beside the whole, for a good mean may hide who is served badly: users by how much is known of them, and what was held out by
/// how popular it was before. The parts of users are
/// <code>
///   history_1_4     1 to 4 products before the test
///   history_5_19    5 to 19
///   history_20_up   20 or more
/// </code>
/// and those of items <c>head</c>, the fifth of the products somebody had that most users had, and <c>tail</c>, all others, new products too.
/// </summary>
public static class Segments
{
    /// <summary>Which share of the products that somebody had is the head.</summary>
    public const double HeadShare = 0.2;

    private const int Seed = 1;     // of the intervals' draws

    // Who has one to four gives a model little to go by, and from twenty on more changes little: the bounds of this house, the same in every report.
    private static readonly (string Name, int Least, int Most)[] Histories =
        [("history_1_4", 1, 4), ("history_5_19", 5, 19), ("history_20_up", 20, int.MaxValue)];

    /// <summary>All parts, of users and of items, in the order above.</summary>
    /// <param name="lists">What was offered.</param>
    /// <param name="metrics">How good that was.</param>
    /// <param name="known">What users had before.</param>
    /// <param name="held">What they went on to do.</param>
    public static IReadOnlyList<SegmentMetrics> Of(TopLists lists, RankingMetrics metrics, InteractionMatrix known, InteractionMatrix held) =>
        [.. ByHistory(metrics, known), .. ByPopularity(lists, metrics.Users, known, held)];

    /// <summary>Users by how many different products they had before. Who had none is in no part.</summary>
    public static IReadOnlyList<SegmentMetrics> ByHistory(RankingMetrics metrics, InteractionMatrix known)
    {
        var parts = new SegmentMetrics[Histories.Length];
        foreach (var (part, (name, least, most)) in Histories.Index())
        {
            int[] at = [.. metrics.Users.Index().Where(each => known[each.Item].Length >= least && known[each.Item].Length <= most).Select(each => each.Index)];
            var (ndcg, recall) = (Array.ConvertAll(at, each => metrics.Ndcg[each]), Array.ConvertAll(at, each => metrics.Recall[each]));
            parts[part] = new SegmentMetrics(name, at.Length, Interval(ndcg), Interval(recall));
        }
        return parts;
    }

    /// <summary>Recall of what was held out in the head, and in the tail, each over the users who have something held out there.</summary>
    public static IReadOnlyList<SegmentMetrics> ByPopularity(TopLists lists, ReadOnlySpan<int> users, InteractionMatrix known, InteractionMatrix held)
    {
        var isHead = Head(known);
        var (head, tail) = (new List<double>(), new List<double>());
        foreach (var user in users)
        {
            var (heldHead, heldTail, hitsHead, hitsTail) = (0, 0, 0, 0);
            foreach (var item in held[user])
            {
                var isHit = lists[user].Contains(item);
                if (isHead[item]) (heldHead, hitsHead) = (heldHead + 1, hitsHead + (isHit ? 1 : 0));
                else (heldTail, hitsTail) = (heldTail + 1, hitsTail + (isHit ? 1 : 0));
            }
            if (heldHead > 0) head.Add((double)hitsHead / heldHead);
            if (heldTail > 0) tail.Add((double)hitsTail / heldTail);
        }
        return [new SegmentMetrics("head", head.Count, null, Interval([.. head])), new SegmentMetrics("tail", tail.Count, null, Interval([.. tail]))];
    }

    /// <summary>Which items are in the head; of equally popular ones the lower first.</summary>
    public static bool[] Head(InteractionMatrix known)
    {
        var popularity = known.Popularity();
        int[] had = [.. Enumerable.Range(0, known.Items).Where(item => popularity[item] > 0).OrderByDescending(item => popularity[item])];      // a stable order
        var isHead = new bool[known.Items];
        foreach (var item in had.AsSpan(0, (int)Math.Ceiling(HeadShare * had.Length))) isHead[item] = true;
        return isHead;
    }

    private static ConfidenceInterval? Interval(double[] values) => values.Length == 0 ? null : Bootstrap.Of(values, Seed);
}
