namespace SmartKart.Serving.Rollouts;

/// <summary>
/// How a model's candidate is rolled out: the section <c>Serving:Rollout</c>, and the file that is followed in its place, whose fields are the same in snake
/// case.
/// </summary>
public sealed record RolloutOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = $"{ServingOptions.Section}:{nameof(ServingOptions.Rollout)}";

    /// <summary>What becomes of the candidate.</summary>
    public RolloutMode Mode { get; init; } = RolloutMode.Off;

    /// <summary>Of 100 visitors how many get the candidate; a canary and an A/B test need it. A shadow is nobody's.</summary>
    public double? Percent { get; init; }

    /// <summary>What the experiment is called: the salt by which visitors are assigned, and the <c>experiment_id</c> of their impressions.</summary>
    public string Experiment { get; init; } = "rollout";

    /// <summary>How many lists of a shadow are being made or wait for it at once; what is beyond is dropped and counted.</summary>
    public int ShadowsMax { get; init; } = 32;

    /// <summary>The time over which a canary is compared with the champion.</summary>
    public int WindowSeconds { get; init; } = 600;

    /// <summary>How many lists of each are needed before a canary is judged.</summary>
    public int ListsMin { get; init; } = 200;

    /// <summary>By how much a canary's share of lists that failed or weren't <c>fresh</c> may be above the champion's, 0 to 1.</summary>
    public double FaultShareMax { get; init; } = 0.02;

    /// <summary>How many times the champion's 99th percentile of the time to make a list a canary's may be.</summary>
    public double LatencyRatioMax { get; init; } = 2;

    /// <summary>What can't be used of it: name, value, remedy; null where all can.</summary>
    /// <param name="called">What a field is called where it was set.</param>
    public string? Fault(Func<RolloutField, string> called)
    {
        foreach (var field in RolloutField.All)
        {
            if (field.TextOf(this) is { } text && field.Set(this, text) is null) return $"{called(field)} is '{text}'. Write {field.Expected}.";
        }
        if (Mode is not (RolloutMode.Canary or RolloutMode.Ab)) return null;
        var (mode, percent) = (RolloutModes.Of(Mode), called(RolloutField.OfPercent));
        if (Percent is null) return $"{percent} is missing, and the mode is {mode}. Write {RolloutField.OfPercent.Expected}.";
        return (Mode, Percent) is (RolloutMode.Canary, 100)
            ? $"{percent} is 100, and a canary is compared with the champion's lists. Write less than 100, take the mode ab, or promote the candidate."
            : null;
    }
}
