namespace SmartKart.Pipelines.Manifests;

/// <summary>Something that can be run, with what it takes and what it gives.</summary>
public abstract record Template
{
    /// <summary>Its name in the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is written.</summary>
    public required ManifestPosition At { get; init; }

    /// <summary>Parameters that it takes.</summary>
    public required IReadOnlyList<InputParameter> Inputs { get; init; }

    /// <summary>Files that it takes.</summary>
    public required IReadOnlyList<InputArtifact> InputArtifacts { get; init; }

    /// <summary>Parameters that it gives.</summary>
    public required IReadOnlyList<OutputParameter> Outputs { get; init; }

    /// <summary>Files that it gives.</summary>
    public required IReadOnlyList<OutputArtifact> OutputArtifacts { get; init; }

    /// <summary>How often it is tried again; null for once only.</summary>
    public RetryStrategy? Retry { get; init; }

    /// <summary>Seconds that an attempt may take, as written; null for any.</summary>
    public SourceText? ActiveDeadlineSeconds { get; init; }

    /// <summary>How many of its tasks run at once; null for no limit of its own.</summary>
    public int? Parallelism { get; init; }
}

/// <summary>Tasks, each of which runs once those that it depends on are through.</summary>
public sealed record DagTemplate : Template
{
    /// <summary>In the order written.</summary>
    public required IReadOnlyList<PipelineTask> Tasks { get; init; }

    /// <summary>Whether nothing new is begun once the outcome can only be a failure.</summary>
    public required bool FailFast { get; init; }
}

/// <summary>Groups of tasks: those of a group run at once, the groups one after another.</summary>
public sealed record StepsTemplate : Template
{
    /// <summary>groups × tasks, in the order written.</summary>
    public required IReadOnlyList<IReadOnlyList<PipelineTask>> Groups { get; init; }
}

/// <summary>A program: a <c>container</c>, or a <c>script</c>, which is one with its source.</summary>
public sealed record ContainerTemplate : Template
{
    /// <summary>The image, which only a cluster uses.</summary>
    public required string Image { get; init; }

    /// <summary>The program and its first arguments.</summary>
    public required IReadOnlyList<SourceText> Command { get; init; }

    /// <summary>The arguments after them.</summary>
    public required IReadOnlyList<SourceText> Args { get; init; }

    /// <summary>Environment variables.</summary>
    public required IReadOnlyList<NamedText> Env { get; init; }

    /// <summary>Where it runs, in the container; null for the image's own place.</summary>
    public SourceText? WorkingDir { get; init; }

    /// <summary>A script's text, given to the command as a file; null for a container.</summary>
    public SourceText? Source { get; init; }
}

/// <summary>A name and its value.</summary>
public sealed record NamedText(string Name, SourceText Value);
