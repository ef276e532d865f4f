using SmartKart.Prometheus.Exposition;

namespace SmartKart.Prometheus.Series;

/// <summary>The buckets of a histogram's series: those that its instrument advises, or the usual ones for durations.</summary>
internal sealed class HistogramBounds
{
    // Seconds, from what a record costs to what a restart takes; denser where our promises are made (80 ms, 200 ms).
    private static readonly double[] Durations =
        [0.000_001, 0.000_01, 0.000_1, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30, 60];

    /// <param name="name">The family's name.</param>
    /// <param name="advised">The bounds that the instrument advises; null or none for the usual.</param>
    public HistogramBounds(string name, IReadOnlyList<double>? advised)
    {
        Upper = advised is { Count: > 0 } ? [.. advised] : Durations;
        Labels = [.. Upper.Append(double.PositiveInfinity).Select(bound => $"le=\"{TextFormat.Number(bound)}\"")];
        (BucketName, SumName, CountName) = ($"{name}_bucket", $"{name}_sum", $"{name}_count");
    }

    /// <summary>Upper bounds, rising, each part of its bucket.</summary>
    public double[] Upper { get; }

    /// <summary>The label of each bucket, that without a bound included.</summary>
    public string[] Labels { get; }

    public string BucketName { get; }

    public string SumName { get; }

    public string CountName { get; }
}
