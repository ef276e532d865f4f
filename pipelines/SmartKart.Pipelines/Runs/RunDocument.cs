using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Runs;

/// <summary>A run: what came of it, or how far it is.</summary>
public sealed record RunDocument
{
    /// <summary>Its name, by which it is shown and resumed.</summary>
    public required string Run { get; init; }

    /// <summary>The manifest's name.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The manifest's file.</summary>
    public required string Manifest { get; init; }

    /// <summary><c>Succeeded</c>, <c>Failed</c>, <c>Error</c>, or <c>Running</c>; <c>Interrupted</c> where it neither ended nor runs.</summary>
    public required string Phase { get; init; }

    /// <summary>Why it didn't succeed; null where it did, or hasn't ended.</summary>
    public string? Message { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null where it hasn't.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What it was told.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Where its files are.</summary>
    public required string Folder { get; init; }

    /// <summary>Its nodes, in the order in which they began.</summary>
    public required IReadOnlyList<NodeRecord> Nodes { get; init; }
}
