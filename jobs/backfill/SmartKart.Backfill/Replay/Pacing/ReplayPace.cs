namespace SmartKart.Backfill.Replay.Pacing;

/// <summary>How fast a history is replayed.</summary>
public abstract record ReplayPace
{
    private ReplayPace() { }

    /// <summary>As fast as it goes.</summary>
    public static ReplayPace FlatOut { get; } = new Unpaced();

    /// <summary>At a fixed number of events a second, whenever they happened.</summary>
    /// <param name="eventsPerSecond">Above 0.</param>
    public static ReplayPace AtRate(double eventsPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eventsPerSecond);
        return new Fixed(eventsPerSecond);
    }

    /// <summary>As it happened, so many times as fast.</summary>
    /// <param name="factor">Above 0: at 1 an hour takes an hour, at 60 a minute.</param>
    public static ReplayPace AtSpeed(double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        return new Original(factor);
    }

    internal sealed record Unpaced : ReplayPace;

    internal sealed record Fixed(double EventsPerSecond) : ReplayPace;

    internal sealed record Original(double Factor) : ReplayPace;
}
