using Microsoft.Extensions.Logging;

namespace SmartKart.Local.Terminal;

/// <summary>The log of what a command runs inside itself: warnings and errors, on stderr, a line each. What goes well is the command's to tell.</summary>
internal static class StderrLog
{
    public static ILoggerFactory Create() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        // It logs with its stack what it then throws, and that is told once, in a line.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddSimpleConsole(line => line.SingleLine = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
