namespace SmartKart.Serving.Rollouts;

/// <summary>A visitor's place in an experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="Variant">Whose lists they get.</param>
internal sealed record Arm(string ExperimentId, Variant Variant);
