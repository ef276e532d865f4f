using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>
/// Stream time as both sides of a join of streams see it, and what is known of those that wait by it. One per task, shared by the join's
/// processors. Each record's time is to be given to <see cref="StreamTimeStore.Advance"/> before anything else is asked.
/// </summary>
internal sealed class JoinClock(string name) : StreamTimeStore(name)
{
    /// <summary>No record that waits for its window to close is earlier, in ms. After a start, or when writes were taken back, nothing is known.</summary>
    public long EarliestWaitingMs { get; set; } = long.MinValue;

    /// <summary>A record waits from now on.</summary>
    public void Waits(long timestampMs) => EarliestWaitingMs = Math.Min(EarliestWaitingMs, timestampMs);

    /// <inheritdoc />
    protected override void Load()
    {
        base.Load();
        EarliestWaitingMs = long.MinValue;
    }
}
