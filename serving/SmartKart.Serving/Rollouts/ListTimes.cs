namespace SmartKart.Serving.Rollouts;

/// <summary>
/// How long lists took, by buckets that grow by the eighth root of 2 (9 %), from 10 microseconds to about 160 seconds. Several may be added to one another.
/// Counting is thread safe and allocates nothing.
/// </summary>
internal sealed class ListTimes
{
    private const int PerOctave = 8, Buckets = 24 * PerOctave;
    private const double LeastSeconds = 1e-5;

    private readonly long[] _counts = new long[Buckets];

    /// <summary>Counts one.</summary>
    public void Count(TimeSpan duration) => Interlocked.Increment(ref _counts[BucketOf(duration.TotalSeconds)]);

    /// <summary>Adds others'.</summary>
    public void Add(ListTimes other)
    {
        for (var bucket = 0; bucket < Buckets; bucket++) _counts[bucket] += Volatile.Read(ref other._counts[bucket]);
    }

    /// <summary>The time that a share of them stayed within, in seconds; 0 where there are none.</summary>
    public double Quantile(double share)
    {
        var (left, whole) = (0L, _counts.Sum());
        var wanted = (long)Math.Ceiling(share * whole);
        for (var bucket = 0; bucket < Buckets && whole > 0; bucket++)
        {
            left += _counts[bucket];
            if (left >= wanted) return LeastSeconds * Math.Pow(2, (bucket + 1.0) / PerOctave);
        }
        return 0;
    }

    /// <summary>How many took longer than so many seconds, by the bucket.</summary>
    public long Beyond(double seconds) => _counts.AsSpan(BucketOf(seconds) + 1).ToArray().Sum();

    private static int BucketOf(double seconds) => seconds <= LeastSeconds ? 0 : Math.Min(Buckets - 1, (int)(Math.Log2(seconds / LeastSeconds) * PerOctave));
}
