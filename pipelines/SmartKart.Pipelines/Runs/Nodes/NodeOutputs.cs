namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>What a node gave.</summary>
public sealed record NodeOutputs
{
    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Paths on this machine, by name.</summary>
    public IReadOnlyDictionary<string, string> Artifacts { get; init; } = new Dictionary<string, string>();

    /// <summary>What its program wrote to stdout, without the line's end after it; null where it was none or more than 256 KiB, as with Argo.</summary>
    public string? Result { get; init; }

    /// <summary>Its program's exit status.</summary>
    public int? ExitCode { get; init; }
}
