namespace SmartKart.Streams.Operators.Joins;

/// <summary>One side of a join of streams: how far its records reach, and what becomes of those that find none. Times in ms.</summary>
/// <param name="IsLeft">Which side it is.</param>
/// <param name="BeforeMs">How much earlier than this side's record the other's may be.</param>
/// <param name="AfterMs">How much later than this side's record the other's may be.</param>
/// <param name="GraceMs">How long after a window's end, by stream time, records still join.</param>
/// <param name="IsOuter">This side's records that find none come alone.</param>
/// <param name="OtherIsOuter">The other side's records that find none come alone.</param>
internal sealed record JoinSide(bool IsLeft, long BeforeMs, long AfterMs, long GraceMs, bool IsOuter, bool OtherIsOuter)
{
    /// <summary>How long after a record's time there may be others to join it with. Both sides' is the same.</summary>
    public long RetentionMs { get; } = Math.Max(BeforeMs, 0) + Math.Max(AfterMs, 0) + GraceMs;

    /// <summary>The sides of a join.</summary>
    public static (JoinSide Left, JoinSide Right) Of(JoinWindows windows, bool leftIsOuter, bool rightIsOuter)
    {
        var before = (long)windows.Before.TotalMilliseconds;
        var after = (long)windows.After.TotalMilliseconds;
        var grace = (long)windows.Grace.TotalMilliseconds;
        var left = new JoinSide(IsLeft: true, before, after, grace, leftIsOuter, rightIsOuter);
        return (left, left.Other());
    }

    /// <summary>The other side.</summary>
    public JoinSide Other() => new(!IsLeft, AfterMs, BeforeMs, GraceMs, OtherIsOuter, IsOuter);

    /// <summary>Nothing that comes now can belong to the window of this side's record of that time: its end and grace have passed.</summary>
    public bool IsClosed(long timestampMs, long streamTimeMs) => timestampMs < streamTimeMs - AfterMs - GraceMs;

    /// <summary>The same of the other side's record, whose window lies the other way round.</summary>
    public bool IsOtherClosed(long timestampMs, long streamTimeMs) => timestampMs < streamTimeMs - BeforeMs - GraceMs;

    /// <summary>A record of either side is so late that nothing could be found for it.</summary>
    public bool IsExpired(long timestampMs, long streamTimeMs) => timestampMs < streamTimeMs - RetentionMs;
}
