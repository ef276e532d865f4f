namespace SmartKart.Streams;

/// <summary>
/// Windows of a fixed size that start at multiples of a step since 1970: tumbling where the step is the size, hopping where it is less.
/// A window holds <c>start ≤ time &lt; end</c>.
/// </summary>
public sealed record TimeWindows
{
    private TimeWindows(TimeSpan size, TimeSpan grace) => (Size, Advance, Grace) = (size, size, grace);

    /// <summary>How long a window is.</summary>
    public TimeSpan Size { get; }

    /// <summary>How far apart windows start.</summary>
    public TimeSpan Advance { get; private init; }

    /// <summary>How long after a window's end, by stream time, late records still count.</summary>
    public TimeSpan Grace { get; }

    internal ClosingRule Closing => new((long)Grace.TotalMilliseconds, EndIncluded: false);

    /// <summary>Tumbling windows that take late records for so long.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is under 1 ms, or the grace negative.</exception>
    public static TimeWindows OfSizeAndGrace(TimeSpan size, TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        return new TimeWindows(size, grace);
    }

    /// <summary>Tumbling windows that close at their end: late records are dropped.</summary>
    public static TimeWindows OfSizeWithNoGrace(TimeSpan size) => OfSizeAndGrace(size, TimeSpan.Zero);

    /// <summary>Hopping: a window starts so often, and a record is in several.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is under 1 ms, or longer than the size: records would fall between windows.</exception>
    public TimeWindows AdvanceBy(TimeSpan advance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(advance, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(advance, Size);
        return this with { Advance = advance };
    }
}
