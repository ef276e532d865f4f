namespace SmartKart.Training.OffPolicy;

/// <summary>
/// What a policy would have been worth, from what another one did and with which probability. Standard errors are by groups of rounds, which aren't
/// independent within (the sandwich of clusters: Liang and Zeger, 1986; of SNIPS by the delta method), and intervals by the normal approximation: there are
/// thousands of groups, and the bootstrap of <c>Evaluation/</c> draws single values.
/// </summary>
public static class OffPolicyEvaluation
{
    private const double Sigmas = 4, ClippedShareMax = 0.05;

    /// <exception cref="OffPolicyException">A setting is out of its range, arrays don't fit each other, or a value can't be.</exception>
    public static PolicyEstimates Judge(OffPolicySample sample, OffPolicyOptions? options = null)
    {
        options ??= new OffPolicyOptions();
        options.Check();
        sample.Check();
        var groups = GroupSums.Of(sample.Groups, sample.Rewards.Length);
        var weights = Weights(sample);
        var summary = Summary(weights, groups.Mean(weights), options.ClipAt);
        Clip(weights, options.ClipAt);
        return new PolicyEstimates(
            groups.Mean(Ips(sample, weights)), Snips(sample, weights, groups),
            sample.ExpectedOfShown is null ? null : groups.Mean(DoublyRobust(sample, weights)),
            sample.ExpectedOfPolicy is null ? null : groups.Mean(sample.ExpectedOfPolicy), summary, [.. Warnings(summary, options)]);
    }

    /// <summary>
    /// How much more a policy would have been worth a round than what was done: doubly robust where there is a model, else by SNIPS, else by IPS.
    /// </summary>
    /// <exception cref="OffPolicyException">A setting is out of its range, arrays don't fit each other, or a value can't be.</exception>
    public static Estimate OverLogged(OffPolicySample sample, OffPolicyOptions? options = null)
    {
        options ??= new OffPolicyOptions();
        options.Check();
        sample.Check();
        var weights = Weights(sample);
        Clip(weights, options.ClipAt);
        var values = sample.ExpectedOfShown is not null ? DoublyRobust(sample, weights) : SelfNormalised(sample, weights) ?? Ips(sample, weights);
        for (var round = 0; round < values.Length; round++) values[round] -= sample.Rewards[round];
        return GroupSums.Of(sample.Groups, values.Length).Mean(values);
    }

    private static double[] Weights(OffPolicySample sample)
    {
        var weights = new double[sample.Rewards.Length];
        for (var round = 0; round < weights.Length; round++) weights[round] = sample.Target[round] / sample.Logged[round];
        return weights;
    }

    private static void Clip(double[] weights, double at)
    {
        for (var round = 0; round < weights.Length; round++) weights[round] = Math.Min(weights[round], at);
    }

    private static WeightSummary Summary(double[] weights, Estimate mean, double clipAt)
    {
        var (total, squares, max, clipped) = (0.0, 0.0, 0.0, 0);
        foreach (var weight in weights)
        {
            var used = Math.Min(weight, clipAt);
            (total, squares, max) = (total + used, squares + used * used, Math.Max(max, weight));
            if (weight > clipAt) clipped++;
        }
        return new WeightSummary(weights.Length, mean.Value, mean.StandardError, max, clipped, squares > 0 ? total * total / squares : 0);
    }

    private static double[] Ips(OffPolicySample sample, double[] weights)
    {
        var values = new double[weights.Length];
        for (var round = 0; round < values.Length; round++) values[round] = weights[round] * sample.Rewards[round];
        return values;
    }

    private static Estimate? Snips(OffPolicySample sample, double[] weights, GroupSums groups) =>
        SelfNormalised(sample, weights) is { } values ? groups.Mean(values) : null;

    // Values whose mean is Σ w r / Σ w, and whose spread is that of the ratio: value + w (r − value) / mean of w, which is the delta method.
    private static double[]? SelfNormalised(OffPolicySample sample, double[] weights)
    {
        var (total, sum) = (0.0, 0.0);
        for (var round = 0; round < weights.Length; round++) (total, sum) = (total + weights[round], sum + weights[round] * sample.Rewards[round]);
        if (total == 0) return null;
        var (value, mean, values) = (sum / total, total / weights.Length, new double[weights.Length]);
        for (var round = 0; round < values.Length; round++) values[round] = value + weights[round] * (sample.Rewards[round] - value) / mean;
        return values;
    }

    private static double[] DoublyRobust(OffPolicySample sample, double[] weights)
    {
        var (shown, policy) = (sample.ExpectedOfShown!, sample.ExpectedOfPolicy!);      // asked only where they are
        var values = new double[weights.Length];
        for (var round = 0; round < values.Length; round++) values[round] = policy[round] + weights[round] * (sample.Rewards[round] - shown[round]);
        return values;
    }

    private static IEnumerable<OffPolicyWarning> Warnings(WeightSummary weights, OffPolicyOptions options)
    {
        var off = Math.Abs(weights.Mean - 1);
        if (off > options.MeanWeightTolerance && off > Sigmas * weights.MeanError)
            yield return new OffPolicyWarning(
                OffPolicyFault.MeanWeight,
                $"The weights' mean is {weights.Mean:G3} ± {weights.MeanError:G2}, and 1 is expected. Either the logged propensities aren't those of the same choice, " +
                "or the policy does what was never done: judge it on the candidates that the log had.");
        if (weights.EffectiveShare < options.EffectiveShareMin)
            yield return new OffPolicyWarning(
                OffPolicyFault.Overlap,
                $"Of {weights.Rounds:N0} rounds {weights.EffectiveRounds:N0} count effectively, {weights.EffectiveShare:P2}. " +
                "Judge a policy nearer to the logging one, or clip weights.");
        if (weights.Clipped > ClippedShareMax * weights.Rounds)
            yield return new OffPolicyWarning(
                OffPolicyFault.Clipping,
                $"{weights.Clipped:N0} of {weights.Rounds:N0} weights were clipped at {options.ClipAt:G3}, " +
                "so the estimates lean to the logging policy. Clip at more.");
    }
}
