using Microsoft.Extensions.Logging;

namespace SmartKart.Streams;

/// <summary>What the topology runtime logs. Ids 2200–2299.</summary>
internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Warning, "Task {Task}, node {Node}: {Topic}[{Partition}]@{Offset} failed and was passed over ({Response})")]
    internal static partial void RecordSkipped(ILogger logger, Exception fault, TaskId task, string node, string topic, int partition, long offset, ExceptionHandlerResponse response);

    [LoggerMessage(2201, LogLevel.Warning, "Task {Task}: {Topic}[{Partition}]@{Offset} was dropped, for its timestamp extractor returned {TimestampMs}")]
    internal static partial void RecordWithoutTime(ILogger logger, TaskId task, string topic, int partition, long offset, long timestampMs);
}
