using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Evaluation;

/// <summary>
/// Judges lists of few candidates: what a user went on to do, among some other products drawn by chance, uniformly, each once, of those that they had nothing
/// to do with. Many papers judge so. These are other numbers than those of all products, higher, and even the order of two models may differ (Krichene and
/// Rendle, "On sampled metrics for item recommendation", KDD 2020): they are for comparison with such papers, and no model is chosen by them. Where there are
/// no more products than are drawn, they are those of all products. Immutable; all models are judged by the same draw, which takes 4 bytes for each candidate
/// of each judged user.
/// </summary>
public sealed class SampledRanking
{
    private readonly InteractionMatrix _known, _held;

    /// <param name="known">What users had, which isn't offered.</param>
    /// <param name="held">What they went on to do.</param>
    /// <param name="negatives">How many others are drawn for each user.</param>
    /// <param name="seed">Of the draw.</param>
    public SampledRanking(InteractionMatrix known, InteractionMatrix held, int negatives, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(negatives, 1);
        (_known, _held) = (known, held);
        var pairs = new List<(int, int)>();
        for (var user = 0; user < held.Users; user++)
        {
            if (held[user].IsEmpty) continue;
            foreach (var item in held[user])
            {
                if (known[user].BinarySearch(item) < 0) pairs.Add((user, item));
            }
            // A stream for each user, so that one's draw doesn't depend on who else there is.
            var random = new SplitMix64(SplitMix64.Mix((ulong)seed << 32 | (uint)user));
            foreach (var item in Draw(Involved(known[user], held[user]), known.Items, negatives, random)) pairs.Add((user, item));
        }
        Candidates = InteractionMatrix.Of(held.Users, held.Items, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(pairs));
    }

    /// <summary>What is ranked, users × items: nothing of a user of whom nothing is held out.</summary>
    public InteractionMatrix Candidates { get; }

    /// <summary>How good a model's lists of the candidates are.</summary>
    /// <param name="model">Scores.</param>
    /// <param name="k">Where lists are cut.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="cancel">Gives up.</param>
    public RankingMetrics Judge(IRecommender model, int k, int threads, CancellationToken cancel = default) =>
        Judge(TopLists.Of(model, _known, Candidates, k, threads, cancel));

    /// <summary>How good lists of the candidates are.</summary>
    public RankingMetrics Judge(TopLists lists) => RankingMetrics.Of(lists, _held);

    private static int[] Involved(ReadOnlySpan<int> known, ReadOnlySpan<int> held)
    {
        int[] both = [.. known, .. held];
        Array.Sort(both);
        return [.. both.Distinct()];
    }

    // Floyd's sample of ranks among the items that aren't left out (Bentley and Floyd, CACM 1987), then the items at these ranks.
    private static List<int> Draw(int[] without, int items, int count, SplitMix64 random)
    {
        var left = items - without.Length;
        var ranks = new HashSet<int>();
        for (var last = Math.Max(0, left - count); last < left; last++)
        {
            if (!ranks.Add(random.Below(last + 1))) ranks.Add(last);
        }
        var (drawn, skipped) = (new List<int>(ranks.Count), 0);
        foreach (var rank in ranks.Order())
        {
            while (skipped < without.Length && without[skipped] <= rank + skipped) skipped++;
            drawn.Add(rank + skipped);
        }
        return drawn;
    }
}
