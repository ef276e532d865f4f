using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Runs.Journals;

/// <summary>One line of a run's journal; one of its members is set.</summary>
internal sealed record JournalLine
{
    public BegunLine? Begun { get; init; }

    public DateTimeOffset? ResumedAt { get; init; }

    public NodeRecord? Node { get; init; }

    public EndedLine? Ended { get; init; }
}

/// <summary>What a run was begun with.</summary>
internal sealed record BegunLine(string Run, string Uid, string Pipeline, string Manifest, DateTimeOffset At, IReadOnlyDictionary<string, string> Parameters);

/// <summary>What came of a run.</summary>
internal sealed record EndedLine(NodePhase Phase, string? Message, DateTimeOffset At);
