using SmartKart.Scoring.Registry;

namespace SmartKart.Serving.Rollouts;

/// <summary>A candidate that was taken out. It stays out until another version is the candidate, or the rollout is another.</summary>
/// <param name="Version">Which.</param>
/// <param name="Rollout">That it was taken out of.</param>
/// <param name="Why">In what it was worse, with figures.</param>
/// <param name="At">When.</param>
internal sealed record RolledBack(ModelVersion Version, RolloutOptions Rollout, string Why, DateTimeOffset At);
