using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Online;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Features;
using SmartKart.Topologies.Features.Delivery;
using SmartKart.Topologies.Worker;

namespace SmartKart.Topologies.Tests.Features;

/// <summary>A worker with the feature topology, in a process of its own. It ends with its stdin, so that it never outlives who started it.</summary>
internal static class WorkerProgram
{
    public const string Verb = "work-for-tests";

    /// <summary>Starts one.</summary>
    public static Process Start(Marketplace market, string name)
    {
        var start = new ProcessStartInfo(
            DotNet, [typeof(WorkerProgram).Assembly.Location, Verb, market.BootstrapServers, market.RegistryUrl, market.Redis.Connection, market.StateDirectory(name)])
        {
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;       // never null without a shell
    }

    /// <param name="arguments"><c>BROKER REGISTRY REDIS STATE</c></param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = arguments[0] });
        using var registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(arguments[1])] });
        await using var delivery = OnlineDelivery.Open(new RedisOptions { Connection = arguments[2] }, clock: null, NullLoggerFactory.Instance);
        var topology = new HostedTopology("features", [], FeatureTopology.Build(
            Marketplace.ShippedViews, registry, delivery, new FeatureTopologyOptions { Clock = null }));
        var options = new WorkerOptions { ApplicationPrefix = Marketplace.Prefix, StateDirectory = arguments[3] };
        await using var worker = await TopologyWorker.StartAsync(
            [topology], options, kafka, await EventDeadLetters.RegisterAsync(registry), NullLoggerFactory.Instance);
        await Task.WhenAny(worker.Completion, Task.Run(Console.In.ReadToEnd));
        return worker.Completion.IsFaulted ? 1 : 0;
    }

    // The tests may have been started by their own executable, which finds the runtime by itself; it lies three folders above its libraries.
    private static string DotNet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Environment.ProcessPath!
        : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));
}
