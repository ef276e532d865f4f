using System.Globalization;
using Microsoft.Extensions.Logging;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>Writes a line for each partition that the runtime's log says was assigned, and for each task that it says was started: <c>TIME_MS STEP PARTITION</c>.</summary>
internal sealed class HandoverLog(TextWriter output, TimeProvider time) : ILoggerProvider, ILogger
{
    private const int PartitionsAssigned = 2220, TaskStarted = 2223;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id is not (PartitionsAssigned or TaskStarted) || state is not IReadOnlyList<KeyValuePair<string, object?>> facts) return;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (eventId.Id == TaskStarted) Say(now, Is(facts, "HadStandby", true) ? HandoverStep.StartedWarm : HandoverStep.StartedCold, $"{Fact(facts, "Task")}".Split('_')[1]);
        else foreach (var partition in $"{Fact(facts, "Partitions")}".Split(", ", StringSplitOptions.RemoveEmptyEntries)) Say(now, HandoverStep.Assigned, partition.Split('[', ']')[1]);
    }

    public void Dispose() { }

    private void Say(long timeMs, HandoverStep step, string partition) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{timeMs} {step} {partition}"));

    private static object? Fact(IReadOnlyList<KeyValuePair<string, object?>> facts, string name) => facts.FirstOrDefault(fact => fact.Key == name).Value;

    private static bool Is(IReadOnlyList<KeyValuePair<string, object?>> facts, string name, object value) => Equals(Fact(facts, name), value);
}
