using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka;

namespace SmartKart.Streams.Tests.Embedded;

/// <summary>One instance of an application under test, and what it went through.</summary>
public sealed class Application : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly string? LogFolder = Environment.GetEnvironmentVariable("STREAMS_TEST_LOG");

    private Application(KafkaStreams streams) => Streams = streams;

    public KafkaStreams Streams { get; }

    public ConcurrentQueue<StateChange> Changes { get; } = [];

    /// <summary>The tasks that began to process on it.</summary>
    public ConcurrentQueue<TaskStart> Starts { get; } = [];

    /// <summary>Starts an instance.</summary>
    public static async Task<Application> StartAsync(EmbeddedBroker broker, Topology topology, StreamsOptions options, KafkaConfiguration? kafka = null)
    {
        var application = New(broker, topology, options, kafka);
        await application.Streams.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }

    /// <summary>Starts an instance, and waits until all its tasks process.</summary>
    public static async Task<Application> RunAsync(EmbeddedBroker broker, Topology topology, StreamsOptions options, KafkaConfiguration? kafka = null)
    {
        var application = await StartAsync(broker, topology, options, kafka);
        await application.Becomes(KafkaStreamsState.Running);
        return application;
    }

    public static Application New(
        EmbeddedBroker broker, Topology topology, StreamsOptions options, KafkaConfiguration? kafka = null, ILoggerFactory? loggers = null)
    {
        loggers ??= LogFolder is null ? NullLoggerFactory.Instance : new FileLoggers(Path.Combine(LogFolder, options.ApplicationId + ".log"));
        var application = new Application(new KafkaStreams(topology, options, kafka ?? broker.Kafka, loggers));
        application.Streams.StateChanged += application.Changes.Enqueue;
        application.Streams.TaskStarted += application.Starts.Enqueue;
        return application;
    }

    /// <summary>Awaits a state.</summary>
    public Task Becomes(KafkaStreamsState state) => Eventually(() => Streams.State == state, () => $"{state}; it is {Streams.State} after {string.Join(", ", Changes)}");

    /// <summary>Awaits a condition, or fails the test at a deadline.</summary>
    public static Task Eventually(Func<bool> condition, Func<string> what) => Eventually(() => Task.FromResult(condition()), what);

    /// <summary>Awaits a condition that somebody has to be asked about, or fails the test at a deadline.</summary>
    public static async Task Eventually(Func<Task<bool>> condition, Func<string> what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > Deadline) throw new ShouldAssertException("Never came: " + what());
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Streams.DisposeAsync();
}
