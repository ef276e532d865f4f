using SmartKart.Backfill.Simulation.Catalogue;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>A list of products as somebody is shown it.</summary>
internal sealed class Slate
{
    internal const int LongestList = 8;

    internal required string ListId { get; init; }
    internal string? Query { get; init; }
    internal string? RecommendationId { get; init; }
    internal string? ExperimentId { get; init; }
    internal string? Variant { get; init; }

    /// <summary>From the first place down.</summary>
    internal Product[] Products { get; init; } = [];

    /// <summary>The probability with which the policy put each product at its place; empty where none was drawn.</summary>
    internal double[] Propensities { get; init; } = [];
}
