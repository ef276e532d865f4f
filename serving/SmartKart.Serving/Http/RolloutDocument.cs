using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Http;

/// <summary>A rollout as <c>GET /v1/models</c> tells it.</summary>
internal sealed record RolloutDocument(
    string Mode, double? Percent, string Experiment, string State, int? CandidateVersion, string? Why, DateTimeOffset? RolledBackAt, string? Fault,
    ArmDocument? Champion, ArmDocument? Candidate)
{
    public static RolloutDocument Of(RolloutStatus status) => new(
        RolloutModes.Of(status.Rollout.Mode), status.Rollout.Percent, status.Rollout.Experiment, status.State, status.Candidate?.Version, status.Why,
        status.RolledBackAt, status.Fault, ArmDocument.Of(status.Tally?.Champion), ArmDocument.Of(status.Tally?.Candidate));
}

/// <summary>What came of an arm's lists within a canary's window.</summary>
/// <param name="Lists">How many.</param>
/// <param name="FaultShare">Of them, 0 to 1, what failed or wasn't fresh.</param>
/// <param name="P99Seconds">Of a hundred one took longer.</param>
internal sealed record ArmDocument(long Lists, double FaultShare, double P99Seconds)
{
    public static ArmDocument? Of(ArmTally? tally) => tally is null ? null : new ArmDocument(
        tally.Lists, Math.Round(tally.FaultShare, 4), Math.Round(tally.Times.Quantile(0.99), 6));
}
