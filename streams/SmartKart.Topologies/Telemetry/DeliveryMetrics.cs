using System.Diagnostics.Metrics;

namespace SmartKart.Topologies.Telemetry;

/// <summary>What topologies measure on the way to Redis, under the meter <c>SmartKart.Topologies</c>. Per commit, never per record.</summary>
internal static class DeliveryMetrics
{
    internal const string MeterName = "SmartKart.Topologies";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Freshness = Meter.CreateHistogram<double>(
        "smartkart.topologies.freshness", "s", "From an event's publishing until Redis confirmed what came of it; of each commit the first event and the last");

    /// <summary>A commit's writes are stored.</summary>
    /// <param name="oldest">Since the first of its events was published.</param>
    /// <param name="newest">Since the last was.</param>
    public static void Delivered(TimeSpan oldest, TimeSpan newest)
    {
        Freshness.Record(Math.Max(0, oldest.TotalSeconds));        // clocks of two machines may differ
        Freshness.Record(Math.Max(0, newest.TotalSeconds));
    }
}
