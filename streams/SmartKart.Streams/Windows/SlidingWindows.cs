namespace SmartKart.Streams;

/// <summary>
/// Windows of a fixed size for every set of records that lie within it: one that ends with each record, and one that starts just after.
/// Both ends are included.
/// </summary>
public sealed record SlidingWindows
{
    private SlidingWindows(TimeSpan timeDifference, TimeSpan grace) => (TimeDifference, Grace) = (timeDifference, grace);

    /// <summary>How far apart records of one window are at most.</summary>
    public TimeSpan TimeDifference { get; }

    /// <summary>How long after a window's end, by stream time, late records still count.</summary>
    public TimeSpan Grace { get; }

    internal ClosingRule Closing => new((long)Grace.TotalMilliseconds, EndIncluded: true);

    /// <summary>Windows that take late records for so long.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Either is negative.</exception>
    public static SlidingWindows OfTimeDifferenceAndGrace(TimeSpan timeDifference, TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeDifference, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        return new SlidingWindows(timeDifference, grace);
    }

    /// <summary>Windows that close at their end.</summary>
    public static SlidingWindows OfTimeDifferenceWithNoGrace(TimeSpan timeDifference) => OfTimeDifferenceAndGrace(timeDifference, TimeSpan.Zero);
}
