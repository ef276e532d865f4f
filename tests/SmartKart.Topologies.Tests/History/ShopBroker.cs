using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Tests.History;

/// <summary>A real broker and registry with a history on it, and applications that run on it.</summary>
internal sealed class ShopBroker : IAsyncDisposable
{
    // Fewer than the catalogue's: a topology has tasks for each, and what they do doesn't depend on how many there are.
    private const int PartitionsMax = 3;

    private readonly KafkaBroker _broker;
    private readonly SchemaRegistryClient _registry;
    private readonly KafkaConfiguration _kafka;
    private readonly DirectoryInfo _folder;

    private ShopBroker(KafkaBroker broker, SchemaRegistryClient registry, KafkaConfiguration kafka, DirectoryInfo folder, IEventSerdes serdes) =>
        (_broker, _registry, _kafka, _folder, Serdes) = (broker, registry, kafka, folder, serdes);

    public IEventSerdes Serdes { get; }

    /// <summary>How many partitions each topic has.</summary>
    public static IReadOnlyDictionary<string, int> Partitions { get; } = TopicCatalog.Shipped.All.ToDictionary(topic => topic.Name, topic => Math.Min(topic.Partitions, PartitionsMax));

    public static async Task<ShopBroker> StartAsync(IHistory history, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-history-");
        var broker = await KafkaBroker.StartAsync(
            new BrokerOptions
            {
                DataDirectory = Path.Combine(folder.FullName, "broker"),
                Listeners = [new ListenerOptions { Port = 0 }],
                Registry = new ListenerOptions { Name = "registry", Port = 0 },
                Fsync = false, // what is stopped here is never the machine
                AutoCreateTopics = false,
            },
            NullLoggerFactory.Instance, cancellation: stop);
        var registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(broker.RegistryUrl!)] }); // it was asked for
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
        using var admin = KafkaAdmin.Open(kafka);
        await CatalogueTopics.CreateAsync(admin, PartitionsMax, stop);
        await new HistoryReplay(kafka, admin, registry, TimeProvider.System).PublishAsync(history, progress: null, stop);
        return new ShopBroker(broker, registry, kafka, folder, await RegisteredEventSerdes.RegisterAsync(registry, stop));
    }

    /// <summary>Starts a topology, exactly once, with state of its own for each life: what an earlier one knew comes from its changelogs.</summary>
    public async Task<KafkaStreams> RunAsync(string name, Topology topology, int life, CancellationToken stop)
    {
        var streams = new KafkaStreams(topology, new StreamsOptions
        {
            ApplicationId = name,
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            StateDirectory = Path.Combine(_folder.FullName, $"{name}-{life}"),
        }, _kafka, NullLoggerFactory.Instance);
        await streams.StartAsync(stop);
        return streams;
    }

    /// <summary>Reads a topic's committed events, until there are enough of them or time is over.</summary>
    public List<T> Read<T>(string topic, int enough, TimeSpan deadline, CancellationToken stop) where T : class, IAvroRecord<T>
    {
        var serde = Serdes.SerdeOf<T>(topic);
        var events = new List<T>();
        using var consumer = BatchConsumer.Open(_kafka.With("group.id", "reader").With("isolation.level", "read_committed"));
        consumer.Partitions.Assign(Enumerable.Range(0, Partitions[topic]).Select(each => new TopicPartitionOffset(topic, each, Offset.Beginning)));
        var began = TimeProvider.System.GetTimestamp();
        while (events.Count < enough && TimeProvider.System.GetElapsedTime(began) < deadline)
        {
            using var batch = consumer.Consume(TimeSpan.FromMilliseconds(500), stop);
            foreach (var record in batch) events.Add(serde.Deserialize(record.Value));
        }
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _registry.Dispose();
        _folder.Delete(recursive: true);
    }
}
