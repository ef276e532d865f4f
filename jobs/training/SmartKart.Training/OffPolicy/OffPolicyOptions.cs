namespace SmartKart.Training.OffPolicy;

/// <summary>How estimates are made, and when they are doubted.</summary>
public sealed record OffPolicyOptions
{
    /// <summary>The greatest weight that a round may have; greater ones count as this. At least 1; infinite for none. It trades bias for variance.</summary>
    public double ClipAt { get; init; } = double.PositiveInfinity;

    /// <summary>How far from 1 the weights' mean may be before it is told, where chance doesn't explain it either. Above 0.</summary>
    public double MeanWeightTolerance { get; init; } = 0.1;

    /// <summary>Below which share of the rounds the effective sample size is told of. 0 to 1.</summary>
    public double EffectiveShareMin { get; init; } = 0.01;

    /// <exception cref="OffPolicyException">A setting is out of its range.</exception>
    internal void Check()
    {
        if (!(ClipAt >= 1))
            throw new OffPolicyException($"Weights are clipped at {ClipAt}, and may be at 1 or more. Set {nameof(ClipAt)} so, or leave it infinite.");
        if (!(MeanWeightTolerance > 0)) throw new OffPolicyException($"{nameof(MeanWeightTolerance)} is {MeanWeightTolerance}, and must be above 0.");
        if (!(EffectiveShareMin is >= 0 and <= 1))
            throw new OffPolicyException($"{nameof(EffectiveShareMin)} is {EffectiveShareMin}, and must be 0 to 1.");
    }
}
