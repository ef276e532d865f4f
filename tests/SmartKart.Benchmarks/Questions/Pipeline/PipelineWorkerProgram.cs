using System.Globalization;
using Microsoft.Extensions.Configuration;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Streaming;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Features;
using SmartKart.Topologies.Worker;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>
/// A worker in a process of its own, with one topology as it is shipped. It prints <c>running</c> when its tasks process, and at each line of
/// its stdin waits until all that lies in its topics is processed, and in Redis where it goes there, and prints how many records that were. It ends with its stdin.
/// </summary>
internal static class PipelineWorkerProgram
{
    public const string Verb = "run-topology-for-benchmark";
    public const string Running = "running";

    /// <param name="arguments"><c>TOPOLOGY BOOTSTRAP_SERVERS REGISTRY_URL REDIS STATE_FOLDER</c></param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [LocalConfiguration.Keys.BootstrapServers] = arguments[1],
            [LocalConfiguration.Keys.RegistryUrl] = arguments[2],
        }).Build();
        await using var cluster = await ClusterSession.OpenAsync(configuration, isAnnounced: false, CancellationToken.None);
        var views = DefinitionSet.Read(DefinitionSource.Shipped).Views;
        await using var run = await StreamsRun.StartAsync(
            cluster, new RedisOptions { Connection = arguments[3] }, [arguments[0]], [.. views], new WorkerOptions { StateDirectory = arguments[4] },
            new FeatureTopologyOptions { Clock = null }, new ArchiveOptions(), CancellationToken.None);
        await run.RunningAsync(CancellationToken.None);
        Console.WriteLine(Running);
        while (await Console.In.ReadLineAsync() is not null)
        {
            var records = await run.CatchUpAsync(new Progress<long>(), CancellationToken.None);
            Console.WriteLine(records.ToString(CultureInfo.InvariantCulture));
        }
        return 0;
    }
}
