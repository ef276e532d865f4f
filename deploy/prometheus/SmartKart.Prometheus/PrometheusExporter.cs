using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;
using SmartKart.Prometheus.Exposition;
using SmartKart.Prometheus.Processes;
using SmartKart.Prometheus.Series;

namespace SmartKart.Prometheus;

/// <summary>
/// Listens to the meters of this process, and writes what they measured as a page for Prometheus. Start it before what is to be measured. Thread safe:
/// recording takes no lock and allocates nothing; pages are written one at a time.
/// </summary>
public sealed class PrometheusExporter : IDisposable
{
    private const string OurMeters = "SmartKart";

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener;
    private readonly ProcessMetrics _process = new();
    private readonly ExporterMetrics _own = new();
    private readonly ILogger _log;
    private readonly Lock _writing = new();         // guards the round, and what is observed in it
    private long _round;

    private PrometheusExporter(Func<Meter, bool> listensTo, ILogger log)
    {
        _log = log;
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (listensTo(instrument.Meter) && FamilyOf(instrument) is { } family) listener.EnableMeasurementEvents(instrument, new Measured(family, IsAdded(instrument)));
            },
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, measured) => Take(value, tags, (Measured)measured!));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, measured) => Take(value, tags, (Measured)measured!));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, measured) => Take(value, tags, (Measured)measured!));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, measured) => Take(value, tags, (Measured)measured!));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, measured) => Take((double)value, tags, (Measured)measured!));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, measured) => Take(value, tags, (Measured)measured!));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, measured) => Take((double)value, tags, (Measured)measured!));
        _listener.Start();
    }

    /// <summary>Starts to listen, to SmartKart's meters and to the process itself.</summary>
    /// <param name="loggers">Where it says what it can't export.</param>
    public static PrometheusExporter Start(ILoggerFactory loggers) =>
        Start(loggers, static meter => meter.Name.StartsWith(OurMeters, StringComparison.Ordinal));

    /// <summary>Starts to listen to meters that are chosen.</summary>
    /// <param name="loggers">Where it says what it can't export.</param>
    /// <param name="listensTo">Whether a meter is exported.</param>
    public static PrometheusExporter Start(ILoggerFactory loggers, Func<Meter, bool> listensTo) => new(listensTo, loggers.CreateLogger("SmartKart.Prometheus"));

    /// <summary>Writes a page, in UTF-8: families by name, each series once.</summary>
    public void WriteTo(IBufferWriter<byte> page)
    {
        lock (_writing)
        {
            _round++;
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException faults)       // the others were asked all the same
            {
                _own.Refused("observation");
                Log.ObservationFailed(_log, faults);
            }
            foreach (var family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)) family.WriteTo(page, _round);
        }
    }

    /// <summary>The same as text.</summary>
    public string Page()
    {
        var page = new ArrayBufferWriter<byte>(64 * 1024);
        WriteTo(page);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _process.Dispose();
        _own.Dispose();
    }

    private MetricFamily? FamilyOf(Instrument instrument)
    {
        if (KindOf(instrument) is not { } kind) return null;
        var name = MetricName.Of(instrument.Name, instrument.Unit, kind);
        var family = _families.GetOrAdd(name, static (name, made) => new MetricFamily(
            name, Help(made.instrument), made.kind, made.instrument.IsObservable,
            made.kind == MetricKind.Histogram ? new HistogramBounds(name, AdvisedBounds(made.instrument)) : null), (instrument, kind));
        if (family.Kind == kind && family.IsObserved == instrument.IsObservable) return family;
        _own.Refused("instrument");
        Log.NameTaken(_log, instrument.Name, name, family.Kind);
        return null;
    }

    private static string Help(Instrument instrument) => string.IsNullOrWhiteSpace(instrument.Description) ? instrument.Name : instrument.Description;

    private static MetricKind? KindOf(Instrument instrument)
    {
        if (!instrument.GetType().IsGenericType) return null;
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Gauge<>) || type == typeof(ObservableGauge<>) || type == typeof(UpDownCounter<>) || type == typeof(ObservableUpDownCounter<>) ? MetricKind.Gauge
            : null;
    }

    private static IReadOnlyList<double>? AdvisedBounds(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries,
        Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray(),
        Histogram<int> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound).ToArray(),
        _ => null,
    };

    private static bool IsAdded(Instrument instrument) =>
        !instrument.IsObservable && instrument.GetType().GetGenericTypeDefinition() is var type && (type == typeof(Counter<>) || type == typeof(UpDownCounter<>));

    // Hot path: per measurement.
    private void Take(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, Measured measured)
    {
        if (!measured.IsAdded) Take((double)value, tags, measured);
        else if (measured.Family.Of(tags) is { } series) series.Add(value);
        else _own.Refused("series");
    }

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, Measured measured)
    {
        if (measured.Family.Of(tags) is not { } series) _own.Refused("series");
        else if (measured.IsAdded) series.Add(value);
        else if (measured.Family.IsObserved) series.Observe(value, _round);
        else if (measured.Family.Kind == MetricKind.Histogram) series.Record(value);
        else series.Set(value);
    }

    /// <summary>Where an instrument's measurements go: to a sum, or in place of what was.</summary>
    private sealed record Measured(MetricFamily Family, bool IsAdded);
}
