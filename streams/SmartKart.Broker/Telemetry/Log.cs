using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Telemetry;

/// <summary>What the broker's network and host log: ids 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "The broker listens at {Listeners}; its data is in {DataDirectory}; {Topics} topics, {Partitions} partitions, opened in {ElapsedMs} ms")]
    public static partial void Started(ILogger log, string listeners, string dataDirectory, int topics, int partitions, long elapsedMs);

    [LoggerMessage(1001, LogLevel.Information, "The broker has stopped in good order")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(1002, LogLevel.Warning, "Closed the connection of {Client}, because {Reason}")]
    public static partial void ConnectionRefused(ILogger log, string client, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "The connection of {Client} broke: {Reason}")]
    public static partial void ConnectionLost(ILogger log, string client, string reason);

    [LoggerMessage(1004, LogLevel.Error, "A request of {Client} failed")]
    public static partial void RequestFailed(ILogger log, string client, Exception fault);

    [LoggerMessage(1005, LogLevel.Error, "The disk refused an append to {Partition}")]
    public static partial void AppendFailed(ILogger log, string partition, Exception fault);

    [LoggerMessage(1006, LogLevel.Information, "Topic {Topic} was made with {Partitions} partitions")]
    public static partial void TopicCreated(ILogger log, string topic, int partitions);

    [LoggerMessage(1007, LogLevel.Information, "Topic {Topic} was deleted")]
    public static partial void TopicDeleted(ILogger log, string topic);

    [LoggerMessage(1008, LogLevel.Error, "A read of {Partition} failed")]
    public static partial void ReadFailed(ILogger log, string partition, Exception fault);

    [LoggerMessage(1009, LogLevel.Warning, "After a crash, {Partition} was cut back by {Bytes} bytes that were never acknowledged as durable")]
    public static partial void TailCut(ILogger log, string partition, long bytes);
}
