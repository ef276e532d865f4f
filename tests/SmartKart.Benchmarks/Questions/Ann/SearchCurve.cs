using SmartKart.Benchmarks.Measuring;

namespace SmartKart.Benchmarks.Questions.Ann;

/// <summary>Queries per second by recall of one contestant: a point for each ef, medians over the rounds.</summary>
internal sealed class SearchCurve(IReadOnlyList<IReadOnlyDictionary<string, double>> rounds, IReadOnlyList<int> efs)
{
    public const string BuildSeconds = "build_s";

    public double BuildTook => rounds[0][BuildSeconds];

    public static string QueriesPerSecond(int ef) => $"queries_per_s_{ef}";

    public static string Recall(int ef) => $"recall_{ef}";

    public double RecallAt(int ef) => rounds[0][Recall(ef)];

    /// <summary>
    /// Queries per second at a recall: between the two points beside it, logarithms of the rate on a straight line. The smallest ef's rate where
    /// that has the recall already: no search of that many neighbours is faster.
    /// </summary>
    public double RateAt(double recall)
    {
        for (var at = 0; at < efs.Count; at++)
        {
            var (here, rate) = (RecallAt(efs[at]), Rate(efs[at]));
            if (here < recall) continue;
            if (at == 0) return rate;
            var (before, rateBefore) = (RecallAt(efs[at - 1]), Rate(efs[at - 1]));
            var share = (recall - before) / (here - before);
            return Math.Exp(Math.Log(rateBefore) * (1 - share) + Math.Log(rate) * share);
        }
        throw new InvalidOperationException($"No ef up to {efs[^1]} has a recall of {recall}. Add greater ones to the sweep.");
    }

    public override string ToString() => string.Join("  ", efs.Select(ef => $"{ef}: {RecallAt(ef):0.0000} {Rate(ef):#,0}/s"));

    private double Rate(int ef) => Median.Of(rounds.Select(round => round[QueriesPerSecond(ef)]));
}
