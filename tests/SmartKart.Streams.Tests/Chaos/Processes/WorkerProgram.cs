using SmartKart.Kafka;
using SmartKart.Streams.Tests.Chaos.Shop;

namespace SmartKart.Streams.Tests.Chaos.Processes;

/// <summary>
/// An instance of the shop's application in a process of its own. It stops in good order at SIGTERM or the end of its stdin, where it is
/// also asked for its stores' rows.
/// </summary>
internal static class WorkerProgram
{
    public const string Verb = "work-for-tests";
    public const string Up = "up";
    public const string Dump = "dump";
    public const string End = "end";
    public const string NotNow = "not now";

    /// <param name="arguments"><c>BOOTSTRAP_SERVERS FOLDER</c></param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        using var loggers = StandardError.Loggers();
        using var stop = new StopSignal();
        Console.Out.WriteLine(Up);
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = arguments[0], StatisticsInterval = TimeSpan.Zero })
            .With("reconnect.backoff.ms", "10")
            .With("reconnect.backoff.max.ms", "100")
            .With("transaction.timeout.ms", "5000");      // how long a killed instance holds readers up; it commits every 100 ms
        var options = new StreamsOptions
        {
            ApplicationId = ShopTopology.ApplicationId,
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            StateDirectory = arguments[1],
            NumStandbyReplicas = 1,
        };
        await using var streams = new KafkaStreams(ShopTopology.Build(), options, kafka, loggers);
        await streams.StartAsync();
        await await Task.WhenAny(stop.Asked, streams.Completion, Task.Run(() => Answer(streams)));
        await streams.StopAsync();
        return 0;
    }

    // Console.In blocks, whatever its methods are called.
    private static void Answer(KafkaStreams streams)
    {
        while (Console.In.ReadLine() is not null)
        {
            try
            {
                foreach (var row in ShopStores.Rows(streams)) Console.Out.WriteLine(row);
                Console.Out.WriteLine(End);
            }
            catch (InvalidStateStoreException)
            {
                Console.Out.WriteLine(NotNow);
            }
        }
    }
}
