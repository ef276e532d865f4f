using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Tests.Storage;

/// <summary>Keeps what is logged, for a test to wait for.</summary>
internal sealed class RecordingLogger<T> : ILogger<T>
{
    private readonly Channel<(int Id, string Message)> _lines = Channel.CreateUnbounded<(int, string)>();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Writer.TryWrite((eventId.Id, formatter(state, exception)));

    public bool TryNext(out (int Id, string Message) line) => _lines.Reader.TryRead(out line);

    public async Task<(int Id, string Message)> NextAsync() =>
        await _lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
