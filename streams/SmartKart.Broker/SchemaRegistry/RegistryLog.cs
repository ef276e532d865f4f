using System.Net;
using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>What the schema registry logs: ids 1300 to 1399. Its own file, as the broker's parts each have a range and are read one by one.</summary>
internal static partial class RegistryLog
{
    [LoggerMessage(1300, LogLevel.Information, "The schema registry opened with {Subjects} subjects and {Schemas} schemas; its log ends at offset {Offset}")]
    internal static partial void Opened(ILogger logger, int subjects, int schemas, long offset);

    [LoggerMessage(1310, LogLevel.Warning, "A request from {Address} came with no user and password that the schema registry knows")]
    internal static partial void Unauthenticated(ILogger logger, IPAddress? address);

    [LoggerMessage(1311, LogLevel.Error, "{Method} {Path}: the schema registry could not write to its log")]
    internal static partial void StoreFailed(ILogger logger, Exception fault, string method, string path);

    [LoggerMessage(1312, LogLevel.Error, "{Method} {Path}: the schema registry met a fault of its own, and answered 500")]
    internal static partial void RequestFailed(ILogger logger, Exception fault, string method, string path);
}
