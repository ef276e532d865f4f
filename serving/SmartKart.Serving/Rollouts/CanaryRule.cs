using System.Globalization;

namespace SmartKart.Serving.Rollouts;

/// <summary>
/// When a canary is worse than the champion: by more than the rollout allows, and by more than chance explains, which is three standard errors. So a handful of
/// unlucky lists takes nobody out, and one that fails always is out after the least number of lists.
/// </summary>
internal static class CanaryRule
{
    private const double StandardErrors = 3, Tail = 0.01;

    /// <summary>In what it is worse, with figures; null where it isn't, or too little is known.</summary>
    public static string? Worse(CanaryTally tally, RolloutOptions rollout)
    {
        var (champion, candidate) = (tally.Champion, tally.Candidate);
        return Math.Min(champion.Lists, candidate.Lists) < rollout.ListsMin ? null : Faults(champion, candidate, rollout) ?? Slow(champion, candidate, rollout);
    }

    private static string? Faults(ArmTally champion, ArmTally candidate, RolloutOptions rollout)
    {
        var (more, both) = (candidate.FaultShare - champion.FaultShare, (double)(champion.Faults + candidate.Faults) / (champion.Lists + candidate.Lists));
        var error = Math.Sqrt(both * (1 - both) * (1.0 / champion.Lists + 1.0 / candidate.Lists));
        return more <= rollout.FaultShareMax || more <= StandardErrors * error ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{candidate.FaultShare:P1} of its {candidate.Lists} lists failed or weren't fresh, and {champion.FaultShare:P1} of the champion's {champion.Lists}: ")
            + string.Create(CultureInfo.InvariantCulture, $"more than {rollout.FaultShareMax:P1} above it.");
    }

    // Its 99th percentile is beyond so many times the champion's where more than 1 % of its lists are; and that share has a standard error.
    private static string? Slow(ArmTally champion, ArmTally candidate, RolloutOptions rollout)
    {
        var p99 = champion.Times.Quantile(1 - Tail);
        var slow = (double)candidate.Times.Beyond(rollout.LatencyRatioMax * p99) / candidate.Lists;
        return slow <= Tail + StandardErrors * Math.Sqrt(Tail * (1 - Tail) / candidate.Lists) ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"99 of 100 of its {candidate.Lists} lists took up to {candidate.Times.Quantile(1 - Tail) * 1e3:0.0} ms, and of the champion's {champion.Lists} up to ")
            + string.Create(CultureInfo.InvariantCulture, $"{p99 * 1e3:0.0} ms: more than {rollout.LatencyRatioMax:0.##} times as long.");
    }
}
