using System.Globalization;
using SmartKart.Training.OffPolicy.Policies;
using SmartKart.Training.OffPolicy.Rewards;

namespace SmartKart.Training.OffPolicy;

/// <summary>Policies beside the one that logged: what each would have been worth a round.</summary>
/// <param name="Rows">The logging policy first, then the others as they were given.</param>
public sealed record PolicyReport(IReadOnlyList<JudgedPolicy> Rows)
{
    /// <param name="rounds">To judge by: none that a policy or the model learned from.</param>
    /// <param name="policies">Which.</param>
    /// <param name="model">What is expected of what else could have been shown; null for no doubly robust estimates.</param>
    /// <param name="options">How to estimate.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="OffPolicyException">The log doesn't say what else could have been shown, or a policy's probabilities can't be.</exception>
    public static PolicyReport Of(
        LoggedRounds rounds, IReadOnlyList<IPolicy> policies, IRewardModel? model = null, OffPolicyOptions? options = null, CancellationToken cancel = default)
    {
        if (!rounds.HasCandidates)
            throw new OffPolicyException(
                "The log doesn't say what else could have been shown, so what another policy would have chosen can't be told. " +
                $"Give {nameof(ImpressionSource)}.{nameof(ImpressionSource.CandidatesOf)}, or log candidates.");
        var (clicks, logged, lists) = (rounds.Clicks.ToArray(), rounds.Propensities.ToArray(), rounds.Lists.ToArray());
        var own = OffPolicyEvaluation.Judge(new OffPolicySample(clicks, logged, logged) { Groups = lists }, options);
        var rows = new List<JudgedPolicy> { new("logged", own, default) };
        foreach (var policy in policies)
        {
            var sample = Sample(rounds, policy, model, cancel) with { Rewards = clicks, Logged = logged, Groups = lists };
            var estimates = OffPolicyEvaluation.Judge(sample, options);
            rows.Add(new JudgedPolicy(policy.Name, estimates, OffPolicyEvaluation.OverLogged(sample, options)));
        }
        return new PolicyReport(rows);
    }

    /// <summary>A table in Markdown, a warning a line below it.</summary>
    public IEnumerable<string> Lines()
    {
        yield return "| policy | clicks a round | 95 % | over logged | 95 % | IPS | SNIPS | DR | effective rounds |";
        yield return "|---|---|---|---|---|---|---|---|---|";
        foreach (var row in Rows)
        {
            var (best, over) = (row.Estimates.Best, row.OverLogged);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Name} | {best.Value:F5} | {best.Interval.Low:F5}–{best.Interval.High:F5} " +
                $"| {over.Value:+0.00000;−0.00000;0} | {over.Interval.Low:+0.00000;−0.00000;0} to {over.Interval.High:+0.00000;−0.00000;0} " +
                $"| {row.Estimates.Ips.Value:F5} | {row.Estimates.Snips?.Value:F5} | {row.Estimates.DoublyRobust?.Value:F5} " +
                $"| {row.Estimates.Weights.EffectiveRounds:N0} |");
        }
        foreach (var row in Rows)
        {
            foreach (var warning in row.Estimates.Warnings) yield return $"- {row.Name}: {warning.Message}";
        }
    }

    private static OffPolicySample Sample(LoggedRounds rounds, IPolicy policy, IRewardModel? model, CancellationToken cancel)
    {
        var target = new double[rounds.Count];
        var (ofShown, ofPolicy) = model is null ? (null, null) : (new double[rounds.Count], new double[rounds.Count]);
        Parallel.For(0, rounds.Count, new ParallelOptions { CancellationToken = cancel }, round =>
        {
            var candidates = rounds.Candidates(round);
            var probabilities = new double[candidates.Length];
            policy.Choose(rounds, round, probabilities);
            target[round] = probabilities[candidates.IndexOf(rounds.Items[round])];
            if (model is null) return;
            ofShown![round] = model.Expected(rounds, round, rounds.Items[round]);       // both are there where there is a model
            for (var at = 0; at < candidates.Length; at++)
            {
                if (probabilities[at] > 0) ofPolicy![round] += probabilities[at] * model.Expected(rounds, round, candidates[at]);
            }
        });
        return new OffPolicySample([], [], target) { ExpectedOfShown = ofShown, ExpectedOfPolicy = ofPolicy };
    }
}

/// <summary>A policy, judged.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Estimates">What it would have been worth.</param>
/// <param name="OverLogged">How much more than the logging policy, by the best estimate, round by round: the rounds are the same, so it is often surer.</param>
public sealed record JudgedPolicy(string Name, PolicyEstimates Estimates, Estimate OverLogged);
