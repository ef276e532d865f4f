using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SmartKart.Scoring.Ranking;

/// <summary>The best of many scores: descending, and of equal ones the lower item first, so that a list doesn't depend on how it was found. Hot path: per candidate.</summary>
public static class TopK
{
    /// <param name="scores">One of each item; NaN is never chosen.</param>
    /// <param name="without">Items to leave out, ascending.</param>
    /// <param name="items">Takes the best, as many as fit.</param>
    /// <param name="best">Takes their scores; at least as long as <paramref name="items"/>.</param>
    /// <returns>How many there are: fewer than fit where the catalogue is smaller.</returns>
    public static int Select(ReadOnlySpan<float> scores, ReadOnlySpan<int> without, Span<int> items, Span<float> best)
    {
        if (items.IsEmpty) return 0;
        var (found, from) = (0, 0);
        foreach (var left in without)
        {
            found = Scan(scores, from, Math.Min(left, scores.Length), items, best, found);
            from = left + 1;
        }
        return Scan(scores, from, scores.Length, items, best, found);
    }

    private static int Scan(ReadOnlySpan<float> scores, int from, int to, Span<int> items, Span<float> best, int found)
    {
        for (; from < to && found < items.Length; from++) found = Insert(scores[from], from, items, best, found);
        if (from >= to) return found;
        ref var first = ref MemoryMarshal.GetReference(scores);
        // Few are better than the worst of a full list: sixteen are left behind at a time.
        while (from + Vector512<float>.Count <= to)
        {
            var better = Vector512.GreaterThan(Vector512.LoadUnsafe(ref first, (nuint)from), Vector512.Create(best[found - 1])).ExtractMostSignificantBits();
            for (; better != 0; better &= better - 1)
            {
                var item = from + System.Numerics.BitOperations.TrailingZeroCount(better);
                if (scores[item] > best[found - 1]) Insert(scores[item], item, items, best, found);
            }
            from += Vector512<float>.Count;
        }
        for (; from < to; from++)
        {
            if (scores[from] > best[found - 1]) Insert(scores[from], from, items, best, found);
        }
        return found;
    }

    // Items come in ascending order, so an equal score stays behind those that are there.
    private static int Insert(float score, int item, Span<int> items, Span<float> best, int found)
    {
        if (float.IsNaN(score)) return found;
        var at = found < items.Length ? found++ : found - 1;
        for (; at > 0 && best[at - 1] < score; at--) (best[at], items[at]) = (best[at - 1], items[at - 1]);
        (best[at], items[at]) = (score, item);
        return found;
    }
}
