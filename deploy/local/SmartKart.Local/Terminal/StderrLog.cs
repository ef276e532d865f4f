using Microsoft.Extensions.Logging;

namespace SmartKart.Local.Terminal;

/// <summary>The log of what a command runs inside itself: warnings and errors, on stderr, a line each; with stack traces where they are asked for. What goes well is the command's to tell.</summary>
internal static class StderrLog
{
    public static ILoggerFactory Create() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        // It logs with its stack what it then throws, and that is told once, in a line.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddProvider(new Lines()));

    /// <summary>Writes to stderr as it is at the moment, so that a live display can take lines above itself.</summary>
    private sealed class Lines : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Line(categoryName);

        public void Dispose()
        {
        }
    }

    private sealed class Line(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = $"{NameOf(logLevel)}: {category}[{eventId.Id}] {formatter(state, exception)}{(Verbosity.IsOn && exception is not null ? $" {exception}" : CauseOf(exception))}";
            Console.Error.WriteLine(text.ReplaceLineEndings(" "));
        }

        // What has a cause mostly says it again, or little without it.
        private static string CauseOf(Exception? exception)
        {
            var text = "";
            for (; exception is not null; exception = exception.InnerException)
            {
                if (!text.Contains(exception.Message, StringComparison.Ordinal)) text += $": {exception.Message}";
            }
            return text;
        }

        private static string NameOf(LogLevel level) => level switch
        {
            LogLevel.Warning => "warn",
            LogLevel.Error => "fail",
            LogLevel.Critical => "crit",
            _ => "info",
        };
    }
}
