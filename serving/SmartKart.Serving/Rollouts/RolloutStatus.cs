using System.Globalization;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Rollouts;

/// <summary>How a rollout stands.</summary>
/// <param name="Rollout">What was asked for.</param>
/// <param name="State"><c>off</c>; <c>waiting</c>, for there is no candidate to roll out; <c>running</c>; or <c>rolled_back</c>.</param>
/// <param name="Candidate">The version that is rolled out, or was; null where there is none.</param>
/// <param name="Why">What it waits for, or why it was rolled back; null where there is nothing to tell.</param>
/// <param name="RolledBackAt">When; null where it wasn't.</param>
/// <param name="Fault">Why the file of the rollout as it is now isn't used; null where it is.</param>
/// <param name="Tally">What was counted of a canary's window; null of none.</param>
internal sealed record RolloutStatus(
    RolloutOptions Rollout, string State, ModelVersion? Candidate, string? Why, DateTimeOffset? RolledBackAt, string? Fault, CanaryTally? Tally)
{
    private const string IsChampion = "the candidate is the champion: there is nothing to roll out.";
    private const string NoChampion = "there is no champion to compare it with yet.";

    public static RolloutStatus Of(ModelSet set, RolledBack? past, string? candidateFault, string? fileFault) => (set.Rollout.Mode, past, set.Candidate) switch
    {
        (RolloutMode.Off, _, _) => new(set.Rollout, "off", null, null, null, fileFault, null),
        (_, { } back, _) => new(set.Rollout, "rolled_back", back.Version, back.Why, back.At, fileFault, null),
        (_, _, { } candidate) => new(set.Rollout, "running", candidate.Version, null, null, fileFault, set.Canary?.Seen),
        _ => new(set.Rollout, "waiting", null, candidateFault ?? (set.Champion is null ? NoChampion : IsChampion), null, fileFault, null),
    };

    /// <summary>In a line.</summary>
    public override string ToString()
    {
        if (Fault is not null) return Fault;
        var of = Candidate is { } candidate ? $" of version {candidate.Version}" : "";
        var share = Rollout is { Percent: { } percent, Mode: RolloutMode.Canary or RolloutMode.Ab }
            ? string.Create(CultureInfo.InvariantCulture, $", {percent} % of visitors")
            : "";
        return State == "off" ? State : $"{RolloutModes.Of(Rollout.Mode)}{of}{share}: {State}{(Why is null ? "" : $", {Why}")}";
    }
}
