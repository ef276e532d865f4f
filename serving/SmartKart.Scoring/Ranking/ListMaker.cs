namespace SmartKart.Scoring.Ranking;

/// <summary>
/// Makes of scored candidates the list that is shown: what may be shown, no more of a category than the rules allow, and each place given to the candidate
/// with the most λ · relevance − (1 − λ) · (its greatest similarity to what stands above), which is maximal marginal relevance (Carbonell and Goldstein,
/// SIGIR 1998). Relevance is the score, from 0 for the worst candidate that may be shown to 1 for the best; 1 for all where they are equal. Ties go to the
/// greater score, then to the lower item. Immutable and thread safe. Hot path: per candidate; it allocates nothing.
/// </summary>
/// <remarks>
/// A candidate's greatest similarity only grows as the list does, so what it was at an earlier place bounds its value from above. Only a candidate whose bound
/// beats the best so far is compared with what was chosen since: of 500 candidates for 20 places most are never compared (lazy greedy; Minoux, 1978).
/// </remarks>
public sealed class ListMaker
{
    private const int Gone = -1;

    private readonly float _relevance, _variety;
    private readonly int _cap;

    /// <exception cref="ListException">A rule is out of its range.</exception>
    public ListMaker(ListRules rules)
    {
        rules.Check();
        (Rules, _relevance, _variety, _cap) = (rules, rules.Relevance, 1 - rules.Relevance, rules.PerCategory ?? int.MaxValue);
    }

    /// <summary>What its lists keep to.</summary>
    public ListRules Rules { get; }

    /// <param name="items">The candidates, in any order; one that is there twice is chosen once.</param>
    /// <param name="scores">One of each candidate. One that isn't finite is never chosen.</param>
    /// <param name="filter">What may be shown.</param>
    /// <param name="similarity">What makes items alike.</param>
    /// <param name="scratch">For as many candidates, and nobody else's meanwhile.</param>
    /// <param name="chosen">Takes the list, the first place first: as many as the rules say, or as fit.</param>
    /// <param name="chosenScores">Takes their scores, as they were given; at least as long as <paramref name="chosen"/>.</param>
    /// <returns>How many were chosen: fewer where too few may be shown.</returns>
    /// <exception cref="ListException">Spans don't fit each other, or a candidate is outside of what is known of items.</exception>
    public int Choose<TSimilarity>(
        ReadOnlySpan<int> items, ReadOnlySpan<float> scores, ListFilter filter, TSimilarity similarity, ListScratch scratch,
        Span<int> chosen, Span<float> chosenScores)
        where TSimilarity : struct, ISimilarity
    {
        if (items.Length != scores.Length) throw ListException.Uneven(items.Length, scores.Length);
        if (items.Length > scratch.Candidates) throw ListException.NoPlaceFor("candidates", scratch.Candidates, items.Length);
        if (chosenScores.Length < chosen.Length) throw ListException.NoPlaceFor("scores of a list", chosenScores.Length, chosen.Length);
        var keys = Sorted(items, scores, filter, scratch.Keys);
        Prepare(keys, TSimilarity.Lowest, scratch);

        chosen = chosen[..Math.Min(chosen.Length, Rules.Length)];
        for (var place = 0; place < chosen.Length; place++)
        {
            var best = Best(keys, filter.Categories, similarity, scratch, chosen[..place]);
            if (best < 0) return place;
            (chosen[place], chosenScores[place]) = (SortKey.Item(keys[best]), SortKey.Score(keys[best]));
            scratch.Compared[best] = Gone;
        }
        return chosen.Length;
    }

    private Span<ulong> Sorted(ReadOnlySpan<int> items, ReadOnlySpan<float> scores, ListFilter filter, ulong[] keys)
    {
        var kept = 0;
        for (var at = 0; at < items.Length; at++)
        {
            filter.Check(items[at], isCapped: _cap != int.MaxValue);
            if (float.IsFinite(scores[at]) && filter.Passes(items[at])) keys[kept++] = SortKey.Of(scores[at], items[at]);
        }
        var sorted = keys.AsSpan(0, kept);
        sorted.Sort();
        return sorted;
    }

    private static void Prepare(ReadOnlySpan<ulong> keys, float lowest, ListScratch scratch)
    {
        if (keys.IsEmpty) return;
        scratch.Compared.AsSpan(0, keys.Length).Clear();
        scratch.Closest.AsSpan(0, keys.Length).Fill(lowest);
        var (worst, best) = ((double)SortKey.Score(keys[^1]), (double)SortKey.Score(keys[0]));      // in double, for their difference may not be a float
        for (var at = 0; at < keys.Length; at++) scratch.Relevance[at] = best > worst ? (float)((SortKey.Score(keys[at]) - worst) / (best - worst)) : 1;
    }

    private int Best<TSimilarity>(ReadOnlySpan<ulong> keys, ReadOnlySpan<int> categories, TSimilarity similarity, ListScratch scratch, ReadOnlySpan<int> chosen)
        where TSimilarity : struct, ISimilarity
    {
        var (best, most) = (-1, float.NegativeInfinity);
        for (var at = 0; at < keys.Length; at++)
        {
            var relevance = _relevance * scratch.Relevance[at];
            if (relevance - _variety * TSimilarity.Lowest <= most) break;       // nor can anyone behind, who is no more relevant, be better
            if (scratch.Compared[at] == Gone || relevance - _variety * scratch.Closest[at] <= most) continue;
            var item = SortKey.Item(keys[at]);
            if (IsBarred(item, categories, chosen))
            {
                scratch.Compared[at] = Gone;        // for good: a list only grows
                continue;
            }
            var value = relevance - _variety * scratch.Closest[at];
            ref var compared = ref scratch.Compared[at];
            while (compared < chosen.Length && value > most)
            {
                scratch.Closest[at] = MathF.Max(scratch.Closest[at], similarity.Between(item, chosen[compared++]));
                value = relevance - _variety * scratch.Closest[at];
            }
            if (value > most) (best, most) = (at, value);
        }
        return best;
    }

    // Of lists of some tens a scan is quicker than counts that must be cleared.
    private bool IsBarred(int item, ReadOnlySpan<int> categories, ReadOnlySpan<int> chosen)
    {
        if (chosen.Contains(item)) return true;
        if (_cap == int.MaxValue || categories[item] < 0) return false;
        var (category, alike) = (categories[item], 0);
        foreach (var other in chosen)
        {
            if (categories[other] == category && ++alike >= _cap) return true;
        }
        return false;
    }
}
