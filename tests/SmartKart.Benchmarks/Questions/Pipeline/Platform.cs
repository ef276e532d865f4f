using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>A broker with its registry and a Redis, each in a process of its own, in a folder that goes with them.</summary>
internal sealed class Platform : IAsyncDisposable
{
    private const int Partitions = 2;       // as the embedded broker has unless told otherwise

    private readonly ServerProcess _server;

    private Platform(string folder, ServerProcess server, PrivateRedis redis)
    {
        (Folder, _server, Redis) = (folder, server, redis);
        var addresses = server.Address.Split(' ');
        (BootstrapServers, RegistryUrl) = (addresses[0], addresses[1]);
        Kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = BootstrapServers });
        Admin = KafkaAdmin.Open(Kafka);
        Registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(RegistryUrl)] });
    }

    public string Folder { get; }

    public string BootstrapServers { get; }

    public string RegistryUrl { get; }

    public PrivateRedis Redis { get; }

    public KafkaConfiguration Kafka { get; }

    public KafkaAdmin Admin { get; }

    public SchemaRegistryClient Registry { get; }

    /// <summary>Processor time that the broker has used.</summary>
    public TimeSpan BrokerCpu => _server.Cpu;

    public static async Task<Platform> StartAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-bench-pipeline-").FullName;
        var server = await ServerProcess.StartAsync(cancel, ServerProgram.Platform, Path.Combine(folder, "broker"));
        var platform = new Platform(folder, server, await PrivateRedis.StartAsync(Path.Combine(folder, "redis"), cancel: cancel));
        await CatalogueTopics.CreateAsync(platform.Admin, Partitions, cancel);
        return platform;
    }

    /// <summary>Publishes a history, flat out.</summary>
    public Task<PublishedHistory> PublishAsync(IHistory history, CancellationToken cancel) =>
        new HistoryReplay(Kafka, Admin, Registry, TimeProvider.System).PublishAsync(history, progress: null, cancel);

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Registry.Dispose();
        await Redis.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
