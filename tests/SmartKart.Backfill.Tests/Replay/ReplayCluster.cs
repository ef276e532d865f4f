using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Tests.Replay;

/// <summary>The embedded broker and its registry in this process, in a folder that goes with them. A test without librdkafka is skipped by name.</summary>
internal sealed class ReplayCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly KafkaBroker _broker;

    private ReplayCluster(DirectoryInfo folder, KafkaBroker broker)
    {
        (_folder, _broker) = (folder, broker);
        Kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
        Admin = KafkaAdmin.Open(Kafka);
        Registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(broker.RegistryUrl!)] }); // it was asked for
    }

    public KafkaConfiguration Kafka { get; }

    public KafkaAdmin Admin { get; }

    public SchemaRegistryClient Registry { get; }

    public static async Task<ReplayCluster> StartAsync()
    {
        try
        {
            BatchProducer.Open(KafkaConfiguration.Empty).Dispose();
        }
        catch (KafkaLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
        var folder = Directory.CreateTempSubdirectory("smartkart-replay-");
        var options = new BrokerOptions
        {
            DataDirectory = folder.FullName,
            Listeners = [new ListenerOptions { Port = 0 }],
            Registry = new ListenerOptions { Name = "registry", Port = 0 },
            Fsync = false, // what is stopped here is never the machine
            AutoCreateTopics = false,
        };
        return new ReplayCluster(folder, await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, cancellation: TestContext.Current.CancellationToken));
    }

    public Task<PublishedHistory> PublishAsync(IHistory history) =>
        new HistoryReplay(Kafka, Admin, Registry, TimeProvider.System).PublishAsync(history, progress: null, TestContext.Current.CancellationToken);

    public Task<HistoryReadBack> ReadBackAsync(PublishedHistory published) =>
        new ReplayCheck(Kafka, Registry, TimeProvider.System).RunAsync(published, progress: null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Registry.Dispose();
        Admin.Dispose();
        await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>One cluster for the tests of a class: to make every topic of the catalogue takes longer than what most of them do with it.</summary>
public sealed class SharedReplayCluster : IAsyncDisposable
{
    private ReplayCluster? _cluster;

    /// <summary>Started by the first test, and not as the fixture is made: a test may be skipped, a fixture only fail.</summary>
    internal async Task<ReplayCluster> GetAsync() => _cluster ??= await ReplayCluster.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
