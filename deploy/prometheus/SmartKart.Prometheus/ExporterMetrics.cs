using System.Diagnostics.Metrics;

namespace SmartKart.Prometheus;

/// <summary>What the exporter tells of itself, under the meter <c>SmartKart.Prometheus</c>.</summary>
internal sealed class ExporterMetrics : IDisposable
{
    private readonly Meter _meter = new("SmartKart.Prometheus");
    private readonly Counter<long> _refused;

    public ExporterMetrics() => _refused = _meter.CreateCounter<long>(
        "smartkart.prometheus.refused", "{event}", "What is not on this page: measurements of series beyond a family's limit, instruments whose name is taken, observations that failed");

    /// <summary>Something was left out.</summary>
    public void Refused(string what) => _refused.Add(1, new KeyValuePair<string, object?>("what", what));

    public void Dispose() => _meter.Dispose();
}
