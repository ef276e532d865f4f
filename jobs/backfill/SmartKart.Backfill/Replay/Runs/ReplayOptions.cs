using SmartKart.Backfill.Replay.Pacing;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>How a source is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>How fast.</summary>
    public ReplayPace Pace { get; init; } = ReplayPace.FlatOut;

    /// <summary>Whether everything happens so much later that the source's last event is now. A replay that is gone on with keeps the shift that it began with.</summary>
    public bool IsShiftedToNow { get; init; }

    /// <summary>Which of the source's topics are published; null for all.</summary>
    public IReadOnlyCollection<string>? Topics { get; init; }

    /// <summary>How many events the replay ends after, counted from the source's first and over those topics; null for none.</summary>
    public long? Limit { get; init; }

    /// <summary>Whether to begin anew, whatever was published before: the source's events are then in their topics once more, with the same ids.</summary>
    public bool IsRestart { get; init; }
}
