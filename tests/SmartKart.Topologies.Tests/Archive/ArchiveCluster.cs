using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Tests.Archive;

/// <summary>The embedded broker and its registry in this process, with the topic of dead letters, in a folder that goes with them.</summary>
internal sealed class ArchiveCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly KafkaBroker _broker;

    private ArchiveCluster(DirectoryInfo folder, KafkaBroker broker)
    {
        (_folder, _broker) = (folder, broker);
        Kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
        Admin = KafkaAdmin.Open(Kafka);
        Registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(broker.RegistryUrl!)] }); // it was asked for
    }

    public KafkaConfiguration Kafka { get; }

    public KafkaAdmin Admin { get; }

    public SchemaRegistryClient Registry { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ArchiveCluster> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-archived-");
        var options = new BrokerOptions
        {
            DataDirectory = folder.FullName,
            Listeners = [new ListenerOptions { Port = 0 }],
            Registry = new ListenerOptions { Name = "registry", Port = 0 },
            Fsync = false, // what is stopped here is never the machine
            AutoCreateTopics = false,
        };
        var cluster = new ArchiveCluster(folder, await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, cancellation: Stop));
        var letters = TopicCatalog.Shipped[Topics.DeadLetters];
        (await cluster.Admin.Topics.CreateAsync([new NewTopic(letters.Name, Partitions: 1, Settings: letters.Settings)], cancellation: Stop)).ThrowIfAnyFailed();
        return cluster;
    }

    public async Task<TopicArchive> NewArchiveAsync(ArchiveOptions? options = null, ILogger? logger = null) =>
        new(Kafka, Admin, Registry, await EventDeadLetters.RegisterAsync(Registry, Stop), TimeProvider.System, options, logger);

    /// <summary>The dead letters, in order: as many as are expected, and no more.</summary>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync()
    {
        var reader = new AvroDeserializer<DeadLetter>(Registry);
        var letters = new List<DeadLetter>();
        using var consumer = BatchConsumer.Open(Kafka.With("group.id", "letters").With("isolation.level", "read_committed").With("enable.partition.eof", "true"));
        consumer.Partitions.Assign([new TopicPartition(Topics.DeadLetters, 0).At(0)]);
        while (true)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(10), Stop);
            for (var at = 0; at < batch.Count; at++) letters.Add(await reader.DeserializeAsync(batch[at].Value.ToArray(), Stop));
            if (batch.Ends.Count > 0) return letters;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Registry.Dispose();
        Admin.Dispose();
        await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
