using Microsoft.Extensions.Logging;
using SmartKart.Prometheus.Exposition;

namespace SmartKart.Prometheus;

/// <summary>What the exporter says. Ids 2700–2799.</summary>
internal static partial class Log
{
    [LoggerMessage(2700, LogLevel.Warning, "The instrument {Instrument} is not exported: {Name} is a {Kind} already. Rename one of them")]
    public static partial void NameTaken(ILogger logger, string instrument, string name, MetricKind kind);

    [LoggerMessage(2701, LogLevel.Warning, "Some observed numbers are missing on the page")]
    public static partial void ObservationFailed(ILogger logger, Exception fault);
}
