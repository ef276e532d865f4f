namespace SmartKart.Pipelines.Runs.Plans;

/// <summary>A step as a run would do it. Tags that other steps fill stand as they are.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Template">What it runs.</param>
/// <param name="After">What it waits for; null for nothing.</param>
/// <param name="When">The condition that it runs under; null for none.</param>
/// <param name="Items">For what it runs once each; null for once.</param>
/// <param name="Image">The image, which only a cluster uses.</param>
/// <param name="Command">The program and its arguments, with the container's paths.</param>
/// <param name="Source">A script's text; null for a container.</param>
/// <param name="Retries">How often it is tried again, as written; null for never.</param>
public sealed record PlannedStep(
    string Node, string Template, string? After, string? When, string? Items, string Image, IReadOnlyList<string> Command, string? Source, string? Retries);
