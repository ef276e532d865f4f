using SmartKart.Training.Evaluation;

namespace SmartKart.Training.OffPolicy;

/// <summary>What a policy is judged by: a value of each round, all equally many.</summary>
/// <param name="Rewards">What came of it: 1 for a click, 0 for none; or what it was worth.</param>
/// <param name="Logged">With which probability the logging policy put there what it put, above 0 to 1.</param>
/// <param name="Target">With which the policy to be judged would have put the same there, 0 to 1.</param>
public sealed record OffPolicySample(double[] Rewards, double[] Logged, double[] Target)
{
    /// <summary>What a model expects of what was put there; null for no doubly robust estimate.</summary>
    public double[]? ExpectedOfShown { get; init; }

    /// <summary>What the same model expects of what the policy would put there: Σ π(a) q(a) over the candidates.</summary>
    public double[]? ExpectedOfPolicy { get; init; }

    /// <summary>Which rounds belong together, such as places of one list or lists of one user; null where each is on its own.</summary>
    public int[]? Groups { get; init; }

    /// <exception cref="OffPolicyException">Arrays don't fit each other, or a value can't be.</exception>
    internal void Check()
    {
        if (Rewards.Length == 0) throw new OffPolicyException("A sample of no rounds says nothing of a policy. Name a longer history.");
        CheckLength(nameof(Logged), Logged.Length);
        CheckLength(nameof(Target), Target.Length);
        if (ExpectedOfShown is null != ExpectedOfPolicy is null)
            throw new OffPolicyException($"A doubly robust estimate needs both {nameof(ExpectedOfShown)} and {nameof(ExpectedOfPolicy)}. Give both, or neither.");
        if (ExpectedOfShown is not null) CheckLength(nameof(ExpectedOfShown), ExpectedOfShown.Length);
        if (ExpectedOfPolicy is not null) CheckLength(nameof(ExpectedOfPolicy), ExpectedOfPolicy.Length);
        if (Groups is not null) CheckLength(nameof(Groups), Groups.Length);
        for (var round = 0; round < Rewards.Length; round++)
        {
            if (!(Logged[round] is > 0 and <= 1))
                throw new OffPolicyException(
                    $"Round {round} was logged with the propensity {Logged[round]}, and only above 0 to 1 can be. " +
                    "Log the probability with which the policy put it there.");
            if (!(Target[round] is >= 0 and <= 1 + 1e-9))
                throw new OffPolicyException($"The policy puts what round {round} has with the probability {Target[round]}, and only 0 to 1 can be. Normalise its choice.");
            if (!double.IsFinite(Rewards[round]))
                throw new OffPolicyException($"Round {round} has the reward {Rewards[round]}. Leave it out, or say what it was worth.");
            if (ExpectedOfShown is not null && !double.IsFinite(ExpectedOfShown[round] + ExpectedOfPolicy![round]))        // both are there: checked above
                throw new OffPolicyException($"The reward model expects no number of round {round}. Fit it on features that are finite.");
        }
    }

    private void CheckLength(string name, int length)
    {
        if (length != Rewards.Length) throw new OffPolicyException($"{name} has {length} values for {Rewards.Length} rounds. Give one of each round.");
    }
}

/// <summary>An estimate and how sure it is.</summary>
/// <param name="Value">What is estimated: reward a round.</param>
/// <param name="StandardError">Of it, by the spread between groups of rounds.</param>
public readonly record struct Estimate(double Value, double StandardError)
{
    private const double Normal975 = 1.959963984540054;     // 97.5 % of a normal distribution lies below

    /// <summary>Between which bounds the value lies at 95 in 100 of such logs, by the normal approximation.</summary>
    public ConfidenceInterval Interval => new(Value, Value - Normal975 * StandardError, Value + Normal975 * StandardError);
}
