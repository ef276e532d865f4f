using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>
/// How far back a feature looks. Windows are sawtooth: at t, one of length W and hop H covers the events with
/// <c>floor(t − W, H) ≤ ts &lt; t</c>. Immutable.
/// </summary>
/// <param name="Text">As written, such as <c>24h</c>: the end of the feature's name.</param>
/// <param name="Length">From 1 minute to 10 years.</param>
public sealed record FeatureWindow(string Text, TimeSpan Length)
{
    /// <summary>The shortest window: the finest hop there is.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    /// <summary>The step in which the window's far end moves.</summary>
    public TimeSpan Hop => TimeSpan.FromMicroseconds(Hops.Of((long)Length.TotalMicroseconds));

    /// <summary>How far back the window may reach: its length, and up to a hop more.</summary>
    public TimeSpan Reach => Length + Hop;

    /// <summary>As written.</summary>
    public override string ToString() => Text;
}
