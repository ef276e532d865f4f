namespace SmartKart.Scoring.Sessions;

/// <summary>
/// The best few of many: a heap with the worst of them on top, in the caller's spans. Higher scores are better, of equals the lower number,
/// so that an order never depends on the order of arrival. Hot path: per candidate.
/// </summary>
internal static class BestItems
{
    /// <summary>Fills the spans with the best items and their scores, the best first.</summary>
    /// <returns>How many there are.</returns>
    public static int Select(ItemScores candidates, Span<int> items, Span<float> scores)
    {
        var count = 0;
        foreach (var item in candidates.Candidates) count = Offer(items, scores, count, item, candidates[item]);
        Sort(items[..count], scores[..count]);
        return count;
    }

    /// <summary>Takes one in, if it is among the best so far.</summary>
    /// <param name="items">The heap's numbers; its length bounds the heap.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="count">How many are in it.</param>
    /// <param name="item">Who is offered.</param>
    /// <param name="score">Its score.</param>
    /// <returns>How many are in it now.</returns>
    public static int Offer(Span<int> items, Span<float> scores, int count, int item, float score)
    {
        if (count < items.Length)
        {
            Rise(items, scores, count, item, score);
            return count + 1;
        }
        if (count > 0 && IsBetter(score, item, scores[0], items[0])) Sink(items, scores, item, score);
        return count;
    }

    /// <summary>Turns a heap into a list, the best first.</summary>
    public static void Sort(Span<int> items, Span<float> scores)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var (item, score) = (items[last], scores[last]);
            (items[last], scores[last]) = (items[0], scores[0]);         // the worst that is left
            Sink(items[..last], scores[..last], item, score);
        }
    }

    private static bool IsBetter(float score, int item, float otherScore, int otherItem) =>
        score > otherScore || (score == otherScore && item < otherItem);

    private static void Rise(Span<int> items, Span<float> scores, int at, int item, float score)
    {
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (!IsBetter(scores[parent], items[parent], score, item)) break;
            (items[at], scores[at]) = (items[parent], scores[parent]);
            at = parent;
        }
        (items[at], scores[at]) = (item, score);
    }

    private static void Sink(Span<int> items, Span<float> scores, int item, float score)
    {
        var at = 0;
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= items.Length) break;
            if (child + 1 < items.Length && IsBetter(scores[child], items[child], scores[child + 1], items[child + 1])) child++;
            if (!IsBetter(score, item, scores[child], items[child])) break;
            (items[at], scores[at]) = (items[child], scores[child]);
            at = child;
        }
        (items[at], scores[at]) = (item, score);
    }
}
