using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Tests.Security;

/// <summary>What the broker logged, kept for a test to read.</summary>
internal sealed class KeptLog : ILoggerFactory, ILogger
{
    // A peer on a busy machine may take its time before it does what is to be logged.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Entry> _entries = [];
    private readonly SemaphoreSlim _added = new(0);

    public IReadOnlyCollection<Entry> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _entries.Enqueue(new Entry(logLevel, eventId.Id, formatter(state, exception), exception));
        _added.Release();
    }

    /// <summary>Waits for an entry of this event whose text holds this.</summary>
    public async Task<Entry> UntilAsync(int eventId, string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (_entries.FirstOrDefault(entry => entry.EventId == eventId && entry.Text.Contains(text, StringComparison.Ordinal)) is { } found) return found;
            try
            {
                await _added.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Event {eventId} with '{text}' was not logged within {Patience}; what was:\n{string.Join('\n', _entries)}");
            }
        }
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    internal sealed record Entry(LogLevel Level, int EventId, string Text, Exception? Exception);
}
