using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>
/// Forward decay (G. Cormode, V. Shkapenyuk, D. Srivastava, B. Xu, "Forward Decay", 2009): an event weighs 2^((ts − landmark) / halfLife),
/// whatever the instant asked for, and one factor brings a finished sum to t. So events are added in any order without touching the others.
/// Landmarks are multiples of 64 half-lives: moving to a later one multiplies by a power of two, which is exact.
/// </summary>
internal readonly struct Decay(long halfLifeMicroseconds)
{
    private const int HalfLivesPerLandmark = 64;

    /// <summary>Whether there is any.</summary>
    public bool IsNone => halfLifeMicroseconds == 0;

    /// <summary>The landmark of an event time: at most 64 half-lives before it.</summary>
    public long LandmarkOf(long ts) => Hops.Floor(ts, halfLifeMicroseconds * HalfLivesPerLandmark);

    /// <summary>What one unit at a time weighs, seen from a landmark.</summary>
    public double WeightOf(long ts, long landmark) => Math.Pow(2, (double)(ts - landmark) / halfLifeMicroseconds);

    /// <summary>The power of two that moves a sum to a later landmark.</summary>
    public int Exponent(long from, long to) => (int)Math.Max((from - to) / halfLifeMicroseconds, -5_000);     // 2^-5000 is zero to any Double
}
