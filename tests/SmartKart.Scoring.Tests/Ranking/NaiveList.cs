using SmartKart.Scoring.Ranking;

namespace SmartKart.Scoring.Tests.Ranking;

/// <summary>The list as its definition says: at each place every candidate is compared with all that stand above.</summary>
internal static class NaiveList
{
    public static int[] Of<TSimilarity>(ListRules rules, int[] items, float[] scores, Func<int, bool> passes, int[] categories, TSimilarity similarity)
        where TSimilarity : struct, ISimilarity
    {
        var left = items.Zip(scores).Where(each => float.IsFinite(each.Second) && passes(each.First))
            .OrderByDescending(each => each.Second).ThenBy(each => each.First).ToList();
        if (left.Count == 0) return [];
        var (worst, best) = ((double)left.Min(each => each.Second), (double)left.Max(each => each.Second));
        var chosen = new List<int>();
        while (chosen.Count < rules.Length)
        {
            var open = left.Where(each => !chosen.Contains(each.First)
                && (rules.PerCategory is not { } cap || categories[each.First] < 0 || chosen.Count(other => categories[other] == categories[each.First]) < cap)).ToList();
            if (open.Count == 0) break;
            chosen.Add(open.MaxBy(each => Value(each.Second, each.First)).First);      // of equal ones the first
        }
        return [.. chosen];

        float Value(float score, int item)
        {
            var relevance = best > worst ? (float)((score - worst) / (best - worst)) : 1;
            var closest = chosen.Select(other => similarity.Between(item, other)).DefaultIfEmpty(TSimilarity.Lowest).Max();
            return rules.Relevance * relevance - (1 - rules.Relevance) * closest;
        }
    }
}
