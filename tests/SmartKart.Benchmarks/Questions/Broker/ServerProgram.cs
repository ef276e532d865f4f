using System.Globalization;
using Microsoft.Extensions.Logging;
using SmartKart.Benchmarks.Questions.Streams;
using SmartKart.Broker;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>
/// What the benchmark starts beside itself: a broker, a mock cluster or the floor in a process of its own, as they are run. It prints its
/// address when it takes clients, and ends with its stdin, so that it never outlives who started it.
/// </summary>
internal static class ServerProgram
{
    public const string Verb = "serve-for-benchmark";
    public const string Mock = "mock";
    public const string Broker = "broker";
    public const string Floor = "floor";
    public const string Fsync = "fsync";
    public const string NoFsync = "no-fsync";
    public const string QuickGroups = "quick-groups";
    public const string Platform = "platform";

    /// <param name="arguments"><c>mock TOPIC…</c>, <c>floor FOLDER</c>, <c>platform FOLDER</c>, which is a broker and a registry, or
    /// <c>broker FOLDER fsync|no-fsync|quick-groups</c>: the last notices soon who is gone.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case [Mock, .. var topics]:
                using (var cluster = MockCluster.Start(topics)) await ServeAsync(cluster.BootstrapServers);
                return 0;
            case [Floor, var folder]:
                using (var floor = FloorServer.Start(folder)) await ServeAsync(floor.EndPoint.ToString());
                return 0;
            case [Broker, var folder, Fsync or NoFsync or QuickGroups]:
                using (var loggers = Loggers())
                await using (var broker = await KafkaBroker.StartAsync(Options(folder, arguments[2]), loggers))
                    await ServeAsync(broker.BootstrapServers);
                return 0;
            case [Platform, var folder]:
                using (var loggers = Loggers())
                await using (var broker = await KafkaBroker.StartAsync(Options(folder, Fsync) with { Registry = new ListenerOptions { Name = "registry", Port = 0 } }, loggers))
                    await ServeAsync($"{broker.BootstrapServers} {broker.RegistryUrl}");
                return 0;
            default:
                await Console.Error.WriteLineAsync($"'{Verb} {string.Join(' ', arguments)}' is no server that a benchmark starts.");
                return 2;
        }
    }

    private static ILoggerFactory Loggers() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    // As it is shipped, but for the port, the registry that nobody asks here, and partitions as many as are measured.
    private static BrokerOptions Options(string folder, string how) => new()
    {
        DataDirectory = folder,
        Fsync = how != NoFsync,
        Listeners = [new ListenerOptions { Port = 0 }],
        Registry = null,
        DefaultPartitions = Workload.Partitions,
        Groups = how == QuickGroups
            ? new GroupOptions { ConsumerSessionTimeout = RebalanceGaps.SessionTimeout, ConsumerHeartbeatInterval = RebalanceGaps.HeartbeatInterval }
            : new GroupOptions(),
    };

    private static async Task ServeAsync(string address)
    {
        await Console.Out.WriteLineAsync(address.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadToEndAsync();
    }
}
