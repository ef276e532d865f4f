using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Streams;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>
/// One instance of the application, in a process of its own. It prints the handovers that its log tells of, and stops in good order at
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
        using var handovers = new HandoverLog(Console.Out, TimeProvider.System);
        using var loggers = LoggerFactory.Create(logging => logging
            .AddProvider(handovers)
            .AddFilter<Microsoft.Extensions.Logging.Console.ConsoleLoggerProvider>(level => level >= LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = arguments[0] })
            .With("transaction.timeout.ms", $"{(long)RebalanceGaps.TransactionTimeout.TotalMilliseconds}");
        await using var streams = new KafkaStreams(RebalanceTopology.Build(), Options(arguments[1]), kafka, loggers);
        await streams.StartAsync();
        await await Task.WhenAny(asked.Task, streams.Completion, Task.Run(Console.In.ReadToEnd));
        await streams.StopAsync();
        return 0;
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
