using System.Diagnostics.Metrics;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Tests.Events;

/// <summary>Metrics of serving whose counters can be read back, apart from those of others in this process.</summary>
internal sealed class MeteredEvents : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, long> _sums = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public MeteredEvents()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "SmartKart.Serving" && Environment.CurrentManagedThreadId == _thread) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
        {
            var key = tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
            lock (_sums) _sums[key] = _sums.GetValueOrDefault(key) + count;
        });
        _listener.Start();      // of what others made on this thread before there is nothing to count any more
        Metrics = new ServingMetrics();
    }

    public ServingMetrics Metrics { get; }

    /// <summary>What a counter has counted: its name, and its first tag's value where it has tags.</summary>
    public long this[string counter]
    {
        get
        {
            lock (_sums) return _sums.GetValueOrDefault(counter);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Metrics.Dispose();
    }
}
