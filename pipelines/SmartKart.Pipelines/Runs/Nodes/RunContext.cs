using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs.Journals;
using SmartKart.Pipelines.Runs.Processes;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>What all nodes of a run share.</summary>
internal sealed record RunContext
{
    public required Manifest Manifest { get; init; }

    public required RunOptions Options { get; init; }

    public required string Folder { get; init; }

    /// <summary>The programs that have other command lines here.</summary>
    public required ProgramFolder Programs { get; init; }

    public required RunJournal Journal { get; init; }

    public required IRunObserver Observer { get; init; }

    /// <summary>What was known of nodes when the run was resumed.</summary>
    public required IReadOnlyDictionary<string, NodeRecord> Before { get; init; }

    /// <summary>The tags that every template knows.</summary>
    public required Scope Global { get; init; }

    /// <summary>A place for each container that may run at once.</summary>
    public required SemaphoreSlim Places { get; init; }

    /// <summary>Whoever started the run stops it.</summary>
    public required CancellationToken Stopped { get; init; }

    /// <summary>As <see cref="Stopped"/>, or the workflow's time is over.</summary>
    public required CancellationToken Ended { get; init; }

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    /// <summary>Writes a node down, and tells it.</summary>
    public void Tell(NodeRecord node)
    {
        Journal.Add(new JournalLine { Node = node });
        Observer.Changed(node);
    }
}
