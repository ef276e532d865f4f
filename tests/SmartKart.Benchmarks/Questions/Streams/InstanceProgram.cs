using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Streams;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>
/// One instance of the application, in a process of its own. For each task that starts it prints a <see cref="Handover"/>, and stops in good order at
/// SIGTERM or the end of its stdin.
/// </summary>
internal static class InstanceProgram
{
    public const string Verb = "run-instance-for-benchmark";

    /// <param name="arguments"><c>BOOTSTRAP_SERVERS STATE_FOLDER</c></param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            asked.TrySetResult();
        });
        using var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = arguments[0] })
            .With("transaction.timeout.ms", $"{(long)RebalanceGaps.TransactionTimeout.TotalMilliseconds}");
        await using var streams = new KafkaStreams(RebalanceTopology.Build(), Options(arguments[1]), kafka, loggers);
        streams.TaskStarted += Tell;
        await streams.StartAsync();
        await await Task.WhenAny(asked.Task, streams.Completion, Task.Run(Console.In.ReadToEnd));
        await streams.StopAsync();
        return 0;
    }

    private static void Tell(TaskStart start)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{now} {now - (long)start.SinceAssigned.TotalMilliseconds} {start.Task.Partition} {start.FoundStandby}"));
    }

    private static StreamsOptions Options(string stateDirectory) => new()
    {
        ApplicationId = RebalanceTopology.ApplicationId,
        ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
        CommitInterval = RebalanceGaps.CommitInterval,
        NumStandbyReplicas = 1,
        StateDirectory = stateDirectory,
    };
}
