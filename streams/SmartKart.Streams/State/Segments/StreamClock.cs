namespace SmartKart.Streams.State.Segments;

/// <summary>
/// Stream time as one store knows it: the latest time written to it. Over a committed clock it adds what is not committed yet. Set by the
/// task's thread; read by any.
/// </summary>
internal sealed class StreamClock(StreamClock? committed = null)
{
    /// <summary>Nothing was written yet.</summary>
    public const long Unknown = long.MinValue;

    private long _latestMs = Unknown;

    /// <summary>The latest time, ms since 1970, UTC; <see cref="Unknown"/> before the first.</summary>
    public long TimeMs => committed is null ? Volatile.Read(ref _latestMs) : Math.Max(Volatile.Read(ref _latestMs), committed.TimeMs);

    /// <summary>Takes a time into account.</summary>
    public void Observe(long timeMs)
    {
        if (timeMs > _latestMs) Volatile.Write(ref _latestMs, timeMs);
    }

    /// <summary>Forgets what is not committed.</summary>
    public void Rollback() => Volatile.Write(ref _latestMs, Unknown);

    /// <summary>The earliest time that is not yet gone when this much is kept: stream time less it, and a millisecond.</summary>
    public long EarliestKeptMs(long retentionMs)
    {
        var timeMs = TimeMs;
        return timeMs < Unknown + retentionMs ? Unknown : timeMs - retentionMs + 1;
    }
}
