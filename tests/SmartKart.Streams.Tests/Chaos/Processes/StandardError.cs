using Microsoft.Extensions.Logging;

namespace SmartKart.Streams.Tests.Chaos.Processes;

/// <summary>The log of a process, on its stderr, a line per event: what a failed test prints.</summary>
internal static class StandardError
{
    public static ILoggerFactory Loggers() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "HH:mm:ss.fff ", true)));
}
