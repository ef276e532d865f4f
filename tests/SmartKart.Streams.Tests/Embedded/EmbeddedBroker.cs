using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;
using SmartKart.Kafka;

namespace SmartKart.Streams.Tests.Embedded;

/// <summary>The embedded broker in this process, in a folder that goes with it, and what tests do at its topics.</summary>
public sealed class EmbeddedBroker : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-streams-");
    private readonly ListenerOptions[] _moreListeners;
    private KafkaBroker? _broker;
    private int _names;

    public EmbeddedBroker() : this([]) { }

    /// <param name="moreListeners">Beside the one that <see cref="Kafka"/> names.</param>
    internal EmbeddedBroker(params ListenerOptions[] moreListeners) => _moreListeners = moreListeners;

    public KafkaConfiguration Kafka => KafkaConfiguration.From(new KafkaOptions { BootstrapServers = _broker!.BootstrapServers }); // xunit initializes a fixture first

    public KafkaAdmin Admin { get; private set; } = null!; // as above

    public async ValueTask InitializeAsync()
    {
        await StartAsync(port: 0);
        Admin = KafkaAdmin.Open(Kafka);
    }

    /// <summary>Stops it, and starts it again on what it kept, at the same port.</summary>
    public async Task RestartAsync()
    {
        var port = int.Parse(_broker!.BootstrapServers.Split(':')[^1], CultureInfo.InvariantCulture); // runs, as above
        await _broker.DisposeAsync();
        await StartAsync(port);
    }

    private async Task StartAsync(int port)
    {
        _broker = await KafkaBroker.StartAsync(
            new BrokerOptions
            {
                DataDirectory = Path.Combine(_folder.FullName, "broker"),
                Listeners = [new ListenerOptions { Port = port }, .. _moreListeners],
                Registry = null,
                Fsync = false, // what is stopped here is never the machine
                AutoCreateTopics = false,
                Groups = new GroupOptions { ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(200), ConsumerSessionTimeout = TimeSpan.FromSeconds(3) },
            },
            NullLoggerFactory.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        if (_broker is not null) await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A name that no other test has.</summary>
    public string NewName(string kind) => $"{kind}-{Interlocked.Increment(ref _names)}";

    /// <summary>A folder for one instance's state.</summary>
    public string NewFolder() => Path.Combine(_folder.FullName, NewName("state"));

    /// <summary>A topic of a test's own.</summary>
    public async Task<string> NewTopicAsync(int partitions = 1)
    {
        var name = NewName("topic");
        (await Admin.Topics.CreateAsync([new NewTopic(name, partitions)], cancellation: TestContext.Current.CancellationToken)).ThrowIfAnyFailed();
        return name;
    }

    /// <summary>Awaits that a group's members have so many partitions each.</summary>
    public async Task SharesAsync(string group, int members, int partitionsEach)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var described = await Admin.Groups.DescribeAsync(group, TestContext.Current.CancellationToken);
            if (described.Members.Count == members && described.Members.All(member => member.Assignment.Count == partitionsEach)) return;
            if (Stopwatch.GetElapsedTime(began) > Application.Deadline)
                throw new ShouldAssertException($"{group} never had {members} members of {partitionsEach} partitions each; it has {string.Join(" and ", described.Members.Select(member => string.Join(", ", member.Assignment)))}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Writes texts, each to its partition; the time of the n-th is n seconds.</summary>
    public void Produce(string topic, params IEnumerable<(string Key, string? Value, int Partition)> records)
    {
        using var producer = BatchProducer.Open(Kafka);
        var batch = new ProducerBatch(topic);
        var n = 0;
        foreach (var (key, value, partition) in records)
            batch.Add(Encoding.UTF8.GetBytes(key), value is null ? default : Encoding.UTF8.GetBytes(value), partition, timestampMs: ++n * 1000);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);
    }

    /// <summary>Writes so many numbered records, in turn to each partition, with keys in turn too.</summary>
    public void ProduceNumbers(string topic, int records, int partitions, int keys, int from = 0) => Produce(topic, Enumerable.Range(from, records)
        .Select(n => ($"k{n % keys}", (string?)n.ToString(CultureInfo.InvariantCulture), n % keys % partitions)));
}
