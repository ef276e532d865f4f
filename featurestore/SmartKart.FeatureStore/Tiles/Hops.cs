namespace SmartKart.FeatureStore.Tiles;

/// <summary>
/// How finely a window's far end moves: a window of length W at t covers the events with <c>floor(t − W, H(W)) ≤ ts &lt; t</c> (sawtooth
/// windows). All times are microseconds since 1970 UTC. Each hop divides the next, which is what lets tiles of one be merged into the next.
/// </summary>
public static class Hops
{
    /// <summary>The finest hop: a minute.</summary>
    public const long Finest = 60_000_000;

    /// <summary>The longest window: ten years. What is longer is lifetime.</summary>
    public const long WindowMax = 3_653 * Day;

    /// <summary>No event, instant or landmark is further from 1970: 36,000 years, so that sums of them and windows never overflow.</summary>
    internal const long TimeMax = 1L << 60;

    private const long Hour = 60 * Finest;
    private const long Day = 24 * Hour;

    /// <summary>H(W), in microseconds: 1 min to 1 h, 15 min to 24 h, 1 h to 7 d, 6 h to 31 d, 1 d beyond.</summary>
    /// <param name="window">W, in microseconds.</param>
    public static long Of(long window) => window switch
    {
        <= Hour => Finest,
        <= Day => 15 * Finest,
        <= 7 * Day => Hour,
        <= 31 * Day => 6 * Hour,
        _ => Day,
    };

    /// <summary>The first instant that a window covers at t.</summary>
    /// <param name="t">Microseconds since 1970.</param>
    /// <param name="window">W, in microseconds.</param>
    public static long Start(long t, long window) => Floor(t - window, Of(window));

    /// <summary>The greatest multiple of a hop at or below a time; also before 1970.</summary>
    /// <param name="ts">Microseconds since 1970.</param>
    /// <param name="hop">In microseconds; more than 0.</param>
    public static long Floor(long ts, long hop)
    {
        var rest = ts % hop;
        return rest < 0 ? ts - rest - hop : ts - rest;
    }
}
