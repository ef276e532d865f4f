namespace SmartKart.Serving.Rollouts;

/// <summary>What came of both arms' lists in the same time.</summary>
internal sealed class CanaryTally
{
    /// <summary>The champion's.</summary>
    public ArmTally Champion { get; } = new();

    /// <summary>The candidate's.</summary>
    public ArmTally Candidate { get; } = new();

    /// <summary>An arm's.</summary>
    public ArmTally Of(Variant variant) => variant == Variant.Candidate ? Candidate : Champion;

    /// <summary>Adds another's.</summary>
    public void Add(CanaryTally other)
    {
        Champion.Add(other.Champion);
        Candidate.Add(other.Candidate);
    }
}
