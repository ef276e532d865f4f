using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SmartKart.Streams.Tests.Embedded;

/// <summary>Writes the log of an application under test to a file, for whoever looks into a failed test: where STREAMS_TEST_LOG names a folder.</summary>
internal sealed class FileLoggers(string file) : ILoggerFactory, ILogger
{
    private static readonly Lock Gate = new(); // guards the files

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Gate)
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}\n"));
    }

    public void Dispose() { }
}
