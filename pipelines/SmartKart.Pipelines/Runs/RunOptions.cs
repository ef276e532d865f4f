namespace SmartKart.Pipelines.Runs;

/// <summary>How this machine runs pipelines.</summary>
public sealed record RunOptions
{
    /// <summary>Where runs are kept, a folder each.</summary>
    public required string Folder { get; init; }

    /// <summary>Programs of an image, and the command lines that stand for them here. Shells that a step starts find them, too.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Programs { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Environment variables of all steps, beside this process' own. A manifest's <c>env</c> goes before them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How many containers run at once at most; the manifest may say fewer. From 1; as many as there are processors unless set.</summary>
    public int Parallelism { get; init; } = System.Environment.ProcessorCount;

    /// <summary>How long a step that is told to end (SIGTERM) may take before it is killed: Kubernetes' default is 30 s, a person waits here.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tells the time, and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
