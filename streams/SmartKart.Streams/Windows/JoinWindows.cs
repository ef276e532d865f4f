namespace SmartKart.Streams;

/// <summary>How far apart two records may be to be joined: the other from <see cref="Before"/> before this one to <see cref="After"/> after it, both included.</summary>
public sealed record JoinWindows
{
    private JoinWindows(TimeSpan before, TimeSpan after, TimeSpan grace) => (Before, After, Grace) = (before, after, grace);

    /// <summary>How much earlier than this side's the other's record may be.</summary>
    public TimeSpan Before { get; private init; }

    /// <summary>How much later than this side's the other's record may be.</summary>
    public TimeSpan After { get; private init; }

    /// <summary>How long after a window's end, by stream time, late records still join.</summary>
    public TimeSpan Grace { get; }

    /// <summary>The other's record may be so much earlier or later; late records join for so long.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Either is negative.</exception>
    public static JoinWindows OfTimeDifferenceAndGrace(TimeSpan timeDifference, TimeSpan grace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeDifference, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(grace, TimeSpan.Zero);
        return new JoinWindows(timeDifference, timeDifference, grace);
    }

    /// <summary>The other's record may be so much earlier or later; late records do not join.</summary>
    public static JoinWindows OfTimeDifferenceWithNoGrace(TimeSpan timeDifference) => OfTimeDifferenceAndGrace(timeDifference, TimeSpan.Zero);

    /// <summary>The same, but the other's record may be so much earlier. A negative difference: it must be later by at least that.</summary>
    /// <exception cref="ArgumentException">The window would end before it begins.</exception>
    public JoinWindows WithBefore(TimeSpan before) => Checked(this with { Before = before });

    /// <summary>The same, but the other's record may be so much later. A negative difference: it must be earlier by at least that.</summary>
    /// <exception cref="ArgumentException">The window would end before it begins.</exception>
    public JoinWindows WithAfter(TimeSpan after) => Checked(this with { After = after });

    private static JoinWindows Checked(JoinWindows windows) => windows.Before + windows.After >= TimeSpan.Zero
        ? windows
        : throw new ArgumentException($"A join window from {windows.Before} before to {windows.After} after ends before it begins. Their sum must not be negative.");
}
