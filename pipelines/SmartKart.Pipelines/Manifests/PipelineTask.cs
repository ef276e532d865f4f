using SmartKart.Pipelines.Expressions;

namespace SmartKart.Pipelines.Manifests;

/// <summary>A task of a DAG, or a step of a steps template.</summary>
public sealed record PipelineTask
{
    /// <summary>Its name, unique in its template.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is written.</summary>
    public required ManifestPosition At { get; init; }

    /// <summary>The template that it runs.</summary>
    public required string Template { get; init; }

    /// <summary>The parameters that it gives to it.</summary>
    public required IReadOnlyList<NamedText> Arguments { get; init; }

    /// <summary>The files that it gives to it.</summary>
    public required IReadOnlyList<ArtifactArgument> Artifacts { get; init; }

    /// <summary>What must have come of other tasks first; null for nothing. Always null in steps.</summary>
    public DependsExpression? Depends { get; init; }

    /// <summary>Whether it runs at all, as written; null for yes.</summary>
    public SourceText? When { get; init; }

    /// <summary>Whether others go on as if it had succeeded when it failed.</summary>
    public bool ContinuesOnFailed { get; init; }

    /// <summary>Whether others go on as if it had succeeded when it ended in an error.</summary>
    public bool ContinuesOnError { get; init; }

    /// <summary>It runs once for each: a text, or an object as JSON. Null for once.</summary>
    public IReadOnlyList<SourceText>? WithItems { get; init; }

    /// <summary>As <see cref="WithItems"/>: a text that is a JSON list by the time the task runs.</summary>
    public SourceText? WithParam { get; init; }

    /// <summary>Whether it runs once for each of several items.</summary>
    public bool IsFannedOut => WithItems is not null || WithParam is not null;
}
