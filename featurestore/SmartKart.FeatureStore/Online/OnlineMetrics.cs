using System.Diagnostics.Metrics;

namespace SmartKart.FeatureStore.Online;

/// <summary>The online store's metrics, of the meter <c>SmartKart.FeatureStore</c>. Tags are the view and what came of it, never a key.</summary>
internal static class OnlineMetrics
{
    internal const string MeterName = "SmartKart.FeatureStore";

    internal static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> Connections =
        Meter.CreateCounter<long>("smartkart.featurestore.online.connections", "{connection}", "Connections made to Redis");
    internal static readonly Counter<long> Vectors = Meter.CreateCounter<long>("smartkart.featurestore.online.vectors", "{vector}", "Vectors read");
    internal static readonly Histogram<double> ReadDuration =
        Meter.CreateHistogram<double>("smartkart.featurestore.online.read_duration", "s", "How long a read of some vectors took");
    internal static readonly Counter<long> ReadFaults =
        Meter.CreateCounter<long>("smartkart.featurestore.online.read_faults", "{read}", "Reads that failed, by fault");
    internal static readonly Counter<long> Keys =
        Meter.CreateCounter<long>("smartkart.featurestore.online.keys", "{key}", "Keys read that were not present, by view and status");
    internal static readonly Gauge<int> CircuitOpen =
        Meter.CreateGauge<int>("smartkart.featurestore.online.circuit_open", "1", "Whether reads fail at once: 1, or 0");
    internal static readonly Counter<long> Writes =
        Meter.CreateCounter<long>("smartkart.featurestore.online.writes", "{write}", "Writes that Redis answered, by what came of them");
    internal static readonly Counter<long> Coalesced =
        Meter.CreateCounter<long>("smartkart.featurestore.online.coalesced_writes", "{write}", "Writes that a newer one replaced before they were sent");
    internal static readonly Counter<long> WriteFaults =
        Meter.CreateCounter<long>("smartkart.featurestore.online.write_faults", "{write}", "Attempts at a write that failed and are repeated, by fault");
    internal static readonly UpDownCounter<long> Unwritten =
        Meter.CreateUpDownCounter<long>("smartkart.featurestore.online.unwritten", "{write}", "Writes that wait to be sent or answered");
    internal static readonly UpDownCounter<long> UnwrittenBytes =
        Meter.CreateUpDownCounter<long>("smartkart.featurestore.online.unwritten_bytes", "By", "Their bytes");
}
