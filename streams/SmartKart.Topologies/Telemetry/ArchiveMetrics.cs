using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SmartKart.Topologies.Telemetry;

/// <summary>What the archive measures, by topic, under the meter <c>SmartKart.Topologies</c>. Told per run and per look, never per row. Thread safe.</summary>
internal sealed class ArchiveMetrics : IDisposable
{
    private readonly Meter _meter = new(DeliveryMetrics.MeterName);
    private readonly Counter<long> _rows;
    private readonly Counter<long> _files;
    private readonly ConcurrentDictionary<string, (long Records, double Seconds)> _waiting = new(StringComparer.Ordinal);

    public ArchiveMetrics()
    {
        _rows = _meter.CreateCounter<long>("smartkart.topologies.archive_rows", "{row}", "Events that stand in finished files of the archive, written by this process");
        _files = _meter.CreateCounter<long>("smartkart.topologies.archive_files", "{file}", "Files that the archive finished");
        _meter.CreateObservableGauge("smartkart.topologies.archive_lag_records", () => Told(topic => (double)topic.Records), "{record}", "Records that no finished file of the archive holds yet");
        _meter.CreateObservableGauge("smartkart.topologies.archive_lag", () => Told(topic => topic.Seconds), "s", "How long the oldest record has waited that no finished file of the archive holds yet; 0 where none waits");
    }

    /// <summary>A run came to its end.</summary>
    public void Finished(string topic, long rows, int files)
    {
        var tag = new KeyValuePair<string, object?>("topic", topic);
        _rows.Add(rows, tag);
        _files.Add(files, tag);
    }

    /// <summary>How far a topic is ahead of its files.</summary>
    public void Waiting(string topic, long records, TimeSpan oldest) => _waiting[topic] = (records, oldest.TotalSeconds);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Told(Func<(long Records, double Seconds), double> value) =>
        _waiting.Select(topic => new Measurement<double>(value(topic.Value), new KeyValuePair<string, object?>("topic", topic.Key)));
}
