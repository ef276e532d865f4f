namespace SmartKart.Training.Sessions;

/// <summary>
/// Confidence intervals by the percentile bootstrap (Efron, Tibshirani: "An Introduction to the Bootstrap", 1993). Whole sessions are drawn,
/// since the cases of one session are alike.
/// </summary>
internal static class Bootstrap
{
    private const double Tail = 0.025;

    /// <summary>Means over cases, and their 95 % intervals.</summary>
    /// <param name="outcomes">A session each; at least one case in all.</param>
    /// <param name="resamples">How often as many sessions are drawn.</param>
    /// <param name="seed">The draws' seed.</param>
    public static (Estimate Recall, Estimate Mrr) Means(SessionOutcome[] outcomes, int resamples, int seed)
    {
        var all = new Sums();
        foreach (var outcome in outcomes) all.Add(outcome);
        var random = new Random(seed);
        var (recalls, mrrs) = (new List<double>(resamples), new List<double>(resamples));
        for (var sample = 0; sample < resamples; sample++)
        {
            var drawn = new Sums();
            for (var draw = 0; draw < outcomes.Length; draw++) drawn.Add(outcomes[random.Next(outcomes.Length)]);
            if (drawn.Cases == 0) continue;                          // of few sessions, those drawn may have no case
            recalls.Add(drawn.Recall);
            mrrs.Add(drawn.Mrr);
        }
        return (Interval(all.Recall, recalls), Interval(all.Mrr, mrrs));
    }

    private static Estimate Interval(double value, List<double> resampled)
    {
        if (resampled.Count == 0) return new Estimate(value, value, value);
        resampled.Sort();
        return new Estimate(value, At(Tail), At(1 - Tail));

        double At(double share) => resampled[(int)Math.Round(share * (resampled.Count - 1))];
    }

    private struct Sums
    {
        private int _hits;
        private double _reciprocals;

        public int Cases { get; private set; }

        public readonly double Recall => (double)_hits / Cases;

        public readonly double Mrr => _reciprocals / Cases;

        public void Add(SessionOutcome outcome)
        {
            Cases += outcome.Cases;
            _hits += outcome.Hits;
            _reciprocals += outcome.Reciprocals;
        }
    }
}
