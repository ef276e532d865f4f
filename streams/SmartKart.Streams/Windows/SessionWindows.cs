namespace SmartKart.Streams;

/// <summary>Sessions: records of a key belong together while no gap between them is longer than this. Both ends are included.</summary>
public sealed record SessionWindows
{
    private SessionWindows(TimeSpan inactivityGap, TimeSpan grace) => (InactivityGap, Grace) = (inactivityGap, grace);

    /// <summary>The longest gap inside a session.</summary>
    public TimeSpan InactivityGap { get; }

    /// <summary>How long after a session's end and gap, by stream time, late records still count.</summary>
    public TimeSpan Grace { get; }

    internal ClosingRule Closing => new((long)(InactivityGap + Grace).TotalMilliseconds, EndIncluded: true);

    /// <summary>Sessions that take late records for so long.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gap is under 1 ms, or the grace negative.</exception>
    public static SessionWindows OfInactivityGapAndGrace(TimeSpan inactivityGap, TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inactivityGap, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        return new SessionWindows(inactivityGap, grace);
    }

    /// <summary>Sessions that close with their gap.</summary>
    public static SessionWindows OfInactivityGapWithNoGrace(TimeSpan inactivityGap) => OfInactivityGapAndGrace(inactivityGap, TimeSpan.Zero);
}
