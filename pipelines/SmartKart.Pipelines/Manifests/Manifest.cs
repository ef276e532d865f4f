namespace SmartKart.Pipelines.Manifests;

/// <summary>An Argo <c>Workflow</c>, <c>WorkflowTemplate</c> or <c>CronWorkflow</c>, as far as this machine runs it. Checked: its names resolve.</summary>
public sealed record Manifest
{
    /// <summary>As it was named to the reader.</summary>
    public required string File { get; init; }

    /// <summary>The whole file: a run keeps it, and is resumed only with the same.</summary>
    public required string Text { get; init; }

    /// <summary><c>Workflow</c>, <c>WorkflowTemplate</c> or <c>CronWorkflow</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>metadata.name</c>, or <c>generateName</c> without the dash at its end.</summary>
    public required string Name { get; init; }

    /// <summary>Its annotation <c>workflows.argoproj.io/description</c>; empty where it has none.</summary>
    public required string Description { get; init; }

    /// <summary>The template that a run begins with.</summary>
    public required string Entrypoint { get; init; }

    /// <summary>The template that runs at the end, however the run ended; null for none.</summary>
    public string? OnExit { get; init; }

    /// <summary>How many containers run at once at most; null for no limit of its own.</summary>
    public int? Parallelism { get; init; }

    /// <summary>How long a run may take; null for as long as it takes.</summary>
    public TimeSpan? ActiveDeadline { get; init; }

    /// <summary>What a run can be told, in the order written.</summary>
    public required IReadOnlyList<WorkflowParameter> Parameters { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyDictionary<string, Template> Templates { get; init; }

    /// <summary>What matters on a cluster only, and is passed over here.</summary>
    public required IReadOnlyList<IgnoredKey> Ignored { get; init; }
}

/// <summary>A parameter of the whole workflow.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its default; null where a run must be told.</param>
/// <param name="Enum">The only values that it may have; empty for any.</param>
/// <param name="Description">What it is for; empty where that isn't written.</param>
public sealed record WorkflowParameter(string Name, string? Value, IReadOnlyList<string> Enum, string Description);

/// <summary>A key that this machine passes over.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="Key">Which, by its path.</param>
public sealed record IgnoredKey(ManifestPosition At, string Key);
