using SmartKart.Backfill.Histories;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>How a run of a replay ended.</summary>
public enum ReplayEnd
{
    /// <summary>All of the source's events, of the topics that were chosen, are published.</summary>
    Complete,

    /// <summary>All were published before; nothing was done.</summary>
    CompleteBefore,

    /// <summary>As many as were asked for are published.</summary>
    Limit,

    /// <summary>It was stopped. What was published is whole, and the next run goes on after it.</summary>
    Stopped,
}

/// <summary>What a run of a replay did.</summary>
public sealed record ReplayRun
{
    /// <summary>What was replayed, for people.</summary>
    public required string Source { get; init; }

    /// <summary>How it ended.</summary>
    public required ReplayEnd End { get; init; }

    /// <summary>The input rows that were read, those of earlier runs included, by what became of them; empty where a source has no rows.</summary>
    public required RowAccount Account { get; init; }

    /// <summary>The topics that were chosen, by name.</summary>
    public required IReadOnlyList<ReplayedTopic> Topics { get; init; }

    /// <summary>How much later everything happens than the source says.</summary>
    public required TimeSpan Shift { get; init; }

    /// <summary>When the first event happened that this run published; null where it published none.</summary>
    public DateTimeOffset? FirstOccurredAt { get; init; }

    /// <summary>When the last one did.</summary>
    public DateTimeOffset? LastOccurredAt { get; init; }

    /// <summary>Topics whose retention was lifted, because it does not reach back to the history.</summary>
    public IReadOnlyList<string> KeptForever { get; init; } = [];

    /// <summary>From the first row read to the last event committed.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Events that this run published.</summary>
    public long Sent => Topics.Sum(topic => topic.Sent);

    /// <summary>Events that earlier runs published.</summary>
    public long SentBefore => Topics.Sum(topic => topic.SentBefore);
}

/// <summary>What a run of a replay did with one topic.</summary>
/// <param name="Name">The topic.</param>
/// <param name="SentBefore">Events that earlier runs published.</param>
/// <param name="Sent">Events that this run published.</param>
public sealed record ReplayedTopic(string Name, long SentBefore, long Sent);
