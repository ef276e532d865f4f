namespace SmartKart.Training.OffPolicy;

/// <summary>What a policy would have been worth a round.</summary>
/// <param name="Ips">Inverse propensity scoring: unbiased where propensities are right and cover what the policy does, and of a large variance (Horvitz and
/// Thompson, 1952).</param>
/// <param name="Snips">The same divided by the weights' mean: a small bias for a smaller variance (Swaminathan and Joachims, NIPS 2015). Null where the policy
/// would never have done what was done.</param>
/// <param name="DoublyRobust">A reward model, corrected by what is left of rewards: unbiased where either propensities or the model are right (Dudík, Langford
/// and Li, ICML 2011). Null where there is no model.</param>
/// <param name="Direct">The model alone: as biased as it is. Null where there is none.</param>
/// <param name="Weights">How much the log says of the policy.</param>
/// <param name="Warnings">Why not to trust the estimates; none where nothing speaks against them.</param>
public sealed record PolicyEstimates(
    Estimate Ips, Estimate? Snips, Estimate? DoublyRobust, Estimate? Direct, WeightSummary Weights, IReadOnlyList<OffPolicyWarning> Warnings)
{
    /// <summary>The estimate to go by: the doubly robust one, else the self-normalised, else the plain.</summary>
    public Estimate Best => DoublyRobust ?? Snips ?? Ips;
}

/// <summary>How a policy's rounds are weighted.</summary>
/// <param name="Rounds">How many there are.</param>
/// <param name="Mean">Of target over logged propensity, before clipping: 1 is expected.</param>
/// <param name="MeanError">Its standard error.</param>
/// <param name="Max">The greatest, before clipping.</param>
/// <param name="Clipped">How many were clipped.</param>
/// <param name="EffectiveRounds">(Σ w)² / Σ w²: as many rounds of the policy's own would say as much (Kish, 1965).</param>
public readonly record struct WeightSummary(int Rounds, double Mean, double MeanError, double Max, int Clipped, double EffectiveRounds)
{
    /// <summary>Effective rounds of all.</summary>
    public double EffectiveShare => EffectiveRounds / Rounds;
}

/// <summary>Why estimates may mislead.</summary>
public enum OffPolicyFault
{
    /// <summary>The weights' mean isn't near 1: propensities aren't those of the policy's choices, or it does what was never done.</summary>
    MeanWeight,

    /// <summary>Few rounds count for nearly all: the log hardly does what the policy does.</summary>
    Overlap,

    /// <summary>More than 1 in 20 rounds were clipped: the estimates are biased towards the logging policy.</summary>
    Clipping,
}

/// <summary>One reason to doubt.</summary>
/// <param name="Fault">Its kind.</param>
/// <param name="Message">What, and what to do.</param>
public sealed record OffPolicyWarning(OffPolicyFault Fault, string Message);
