using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Tasks;

/// <summary>A node of one task: a source, a processor or a sink. Owned by the task's thread.</summary>
internal abstract class TaskNode(string name)
{
    /// <summary>Its name in the topology.</summary>
    public string Name { get; } = name;

    /// <summary>How many records it took so far. Read by the metrics from another thread.</summary>
    public long ProcessedRecords { get; protected set; }

    /// <summary>Is called once, when the task's state is restored, parents before children.</summary>
    public virtual void Init() { }

    /// <summary>Its processor, if it takes part in commits.</summary>
    public virtual ICommitCallback? CommitCallback => null;

    /// <summary>Is called once, when the task ends.</summary>
    public virtual void Close() { }
}
