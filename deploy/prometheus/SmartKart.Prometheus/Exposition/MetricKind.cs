namespace SmartKart.Prometheus.Exposition;

/// <summary>What a family of series is, by the names of the text format.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, until its process ends.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Counts of observations, each up to a bound.</summary>
    Histogram,
}
