using System.Text.Json.Serialization;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>How far a node is, in Argo's words.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodePhase>))]
public enum NodePhase
{
    /// <summary>It has begun.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Succeeded,

    /// <summary>Its <c>when</c> didn't hold.</summary>
    Skipped,

    /// <summary>A program ended with another status than 0, or took too long.</summary>
    Failed,

    /// <summary>It couldn't be run, or what it should give isn't there.</summary>
    Error,

    /// <summary>What it depends on didn't come.</summary>
    Omitted,
}

/// <summary>A node of a run: a task, or an item of one that runs for several.</summary>
public sealed record NodeRecord
{
    /// <summary>Its place in the run: task names with dots between them, such as <c>train.fit(0:ease)</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it runs.</summary>
    public required string Template { get; init; }

    /// <summary><c>Pod</c> for a program; <c>DAG</c>, <c>Steps</c> or <c>TaskGroup</c> for what holds others.</summary>
    public required string Type { get; init; }

    /// <summary>How far it is.</summary>
    public required NodePhase Phase { get; init; }

    /// <summary>How often it was begun, in all.</summary>
    public int Attempts { get; init; }

    /// <summary>When its last attempt began; null where none did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null where it hasn't.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it isn't <see cref="NodePhase.Succeeded"/>; null where it is.</summary>
    public string? Message { get; init; }

    /// <summary>What it gave; null where nothing.</summary>
    public NodeOutputs? Outputs { get; init; }

    /// <summary>The log of its last attempt; null where it has none.</summary>
    public string? Log { get; init; }

    /// <summary>Whether it is from before the run was resumed.</summary>
    public bool IsReused { get; init; }

    /// <summary>Whether it can't change any more.</summary>
    [JsonIgnore]
    public bool IsFulfilled => Phase != NodePhase.Running;
}
