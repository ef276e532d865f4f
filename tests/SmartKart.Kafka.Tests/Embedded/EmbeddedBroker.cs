using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;
using SmartKart.Broker.Security;

namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>The embedded broker in this process, in a folder that goes with it: for what librdkafka's mock cluster does not speak.</summary>
public sealed class EmbeddedBroker : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-kafka-");
    private KafkaBroker? _broker;
    private int _names;

    public string BootstrapServers => _broker!.BootstrapServers; // xunit initializes a fixture before any test has it

    public KafkaConfiguration Configuration => KafkaConfiguration.From(new KafkaOptions { BootstrapServers = BootstrapServers });

    /// <summary>Whom the broker lets in; null, as at first, for anyone.</summary>
    public SaslOptions? Sasl { get; init; }

    public async ValueTask InitializeAsync() => _broker = await KafkaBroker.StartAsync(
        new BrokerOptions
        {
            DataDirectory = _folder.FullName,
            Listeners = [new ListenerOptions { Port = 0, Sasl = Sasl }],
            Registry = null,
            Fsync = false, // what is stopped here is never the machine
            AutoCreateTopics = false,
            // Members learn of a rebalance by their next heartbeat; Kafka's 5 s would be most of what these tests take.
            Groups = new GroupOptions { ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(200) },
        },
        NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A name that no other test has.</summary>
    public string NewName(string kind) => $"{kind}-{Interlocked.Increment(ref _names)}";

    /// <summary>A topic of a test's own.</summary>
    public async Task<string> NewTopicAsync(KafkaAdmin admin, int partitions = 1)
    {
        var name = NewName("topic");
        (await admin.Topics.CreateAsync([new NewTopic(name, partitions)], cancellation: TestContext.Current.CancellationToken)).ThrowIfAnyFailed();
        return name;
    }

    /// <summary>Writes numbered records, in turn to each partition.</summary>
    public void Produce(string topic, int records, int partitions = 1)
    {
        using var producer = BatchProducer.Open(Configuration);
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < records; n++) batch.Add("key"u8, BitConverter.GetBytes(n), n % partitions, timestampMs: 1000 + n);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);
    }
}
