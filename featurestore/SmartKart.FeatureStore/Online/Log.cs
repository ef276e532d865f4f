using Microsoft.Extensions.Logging;

namespace SmartKart.FeatureStore.Online;

/// <summary>What the online store logs: ids 3000 to 3049.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Connected to Redis at {Server}")]
    internal static partial void Connected(ILogger logger, string server);

    [LoggerMessage(3001, LogLevel.Warning, "Could not connect to Redis at {Server}: {Reason}")]
    internal static partial void ConnectingFailed(ILogger logger, string server, string reason);

    [LoggerMessage(3002, LogLevel.Information, "Read the cluster's layout from {Server}: {Nodes} nodes")]
    internal static partial void LayoutRead(ILogger logger, string server, int nodes);

    [LoggerMessage(3003, LogLevel.Warning, "Opened the circuit of {Server} for {Milliseconds} ms: {Reason}")]
    internal static partial void CircuitOpened(ILogger logger, string server, double milliseconds, string reason);

    [LoggerMessage(3004, LogLevel.Information, "Closed the circuit of {Server}: it answers again")]
    internal static partial void CircuitClosed(ILogger logger, string server);

    [LoggerMessage(3005, LogLevel.Error, "Read the field {Field} of the key {Key} as missing, because its bytes can't be read")]
    internal static partial void UnreadableKey(ILogger logger, Exception fault, string key, string field);

    [LoggerMessage(3006, LogLevel.Warning, "Kept {Writes} writes to try again in {Milliseconds} ms: {Reason}")]
    internal static partial void WritesKept(ILogger logger, int writes, double milliseconds, string reason);

    [LoggerMessage(3007, LogLevel.Information, "Redis takes writes again")]
    internal static partial void WritesResumed(ILogger logger);

    [LoggerMessage(3008, LogLevel.Error, "Closed with {Writes} writes that Redis never took; write those keys again from their view's store")]
    internal static partial void ClosedWithUnwritten(ILogger logger, int writes);
}
