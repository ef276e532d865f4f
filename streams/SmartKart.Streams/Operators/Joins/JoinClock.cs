namespace SmartKart.Streams.Operators.Joins;

/// <summary>What both sides of a join of streams know of time: one per task, in memory alone.</summary>
internal sealed class JoinClock
{
    /// <summary>The latest time of a record of either side; -1 before the first.</summary>
    public long StreamTimeMs { get; private set; } = -1;

    /// <summary>No record that waits for its window to close is earlier. After a start nothing is known: some may wait since long.</summary>
    public long EarliestWaitingMs { get; set; } = long.MinValue;

    /// <summary>A record came.</summary>
    public void Advance(long timestampMs) => StreamTimeMs = Math.Max(StreamTimeMs, timestampMs);

    /// <summary>A record waits from now on.</summary>
    public void Waits(long timestampMs) => EarliestWaitingMs = Math.Min(EarliestWaitingMs, timestampMs);
}
