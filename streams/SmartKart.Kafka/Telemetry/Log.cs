using Microsoft.Extensions.Logging;

namespace SmartKart.Kafka;

/// <summary>What the Kafka client logs: ids 2100 to 2199.</summary>
internal static partial class Log
{
    /// <summary>librdkafka's own lines, at the level that it gave them.</summary>
    [LoggerMessage(EventId = 2100, Message = "{Client}: {Facility}: {Line}")]
    internal static partial void LibRdKafkaLine(ILogger logger, LogLevel level, string client, string facility, string line);

    [LoggerMessage(2101, LogLevel.Warning, "{Client} met a fault that it recovers from by itself: {Reason} ({Code})")]
    internal static partial void TransientFault(ILogger logger, string client, string reason, KafkaErrorCode code);

    [LoggerMessage(2102, LogLevel.Error, "{Client} can do no more: {Reason} ({Code})")]
    internal static partial void FatalFault(ILogger logger, string client, string reason, KafkaErrorCode code);

    [LoggerMessage(2103, LogLevel.Warning, "{Client} was disposed with {Records} records undelivered; Flush waits for them")]
    internal static partial void DisposedWithUndeliveredRecords(ILogger logger, string client, long records);

    [LoggerMessage(2104, LogLevel.Error, "{Client} was disposed with {Records} failed deliveries that no Flush had told of")]
    internal static partial void DisposedWithFailedDeliveries(ILogger logger, string client, long records);

    [LoggerMessage(2105, LogLevel.Error, "{Client} left its group with an error")]
    internal static partial void LeavingFailed(ILogger logger, Exception fault, string client);

    [LoggerMessage(2106, LogLevel.Information, "{Client} was assigned {Partitions} partitions")]
    internal static partial void Assigned(ILogger logger, string client, int partitions);

    [LoggerMessage(2107, LogLevel.Information, "{Client} gave {Partitions} partitions up")]
    internal static partial void Revoked(ILogger logger, string client, int partitions);

    [LoggerMessage(2108, LogLevel.Warning, "{Client} lost {Partitions} partitions: the group went on without it")]
    internal static partial void Lost(ILogger logger, string client, int partitions);

    [LoggerMessage(2109, LogLevel.Warning, "{Client} could not commit offsets in the background: {Reason} ({Code})")]
    internal static partial void BackgroundCommitFailed(ILogger logger, string client, string reason, KafkaErrorCode code);

    [LoggerMessage(2110, LogLevel.Debug, "{Client} could not ask the leaders of its partitions, and may fetch up to a second later: {Reason} ({Code})")]
    internal static partial void NotWokenUp(ILogger logger, string client, string reason, KafkaErrorCode code);
}
