using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Events;

namespace SmartKart.Benchmarks.Questions.Archive;

/// <summary>
/// How fast do topics become Parquet? A million simulated clicks and payments lie in topics of a broker in this process, and are archived as the worker does
/// it: read over the network, decoded, held to the rules, written, made to count. The whole machine takes part, the broker included.
/// </summary>
public sealed class ArchiveSpeed : IBenchmark
{
    private const int Events = 500_000;     // of each topic
    private const int Partitions = 4;
    private const int BatchBytes = 256 << 10;
    private const int Rounds = 3;

    /// <inheritdoc />
    public string Name => "archive";

    /// <inheritdoc />
    public string Description => "How fast topics become Parquet files of history.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("archive_rows_per_s", "{event}/s", "events from topics to Parquet, clicks and payments one after the other", Target.AtLeast(200_000)),
        new("archive_click_rows_per_s", "{event}/s", "the same of clicks alone"),
        new("archive_payment_rows_per_s", "{event}/s", "the same of payments alone"),
        new("archive_cpu_us_per_row", "us", "time of all cores that an event takes, the broker's part of it included: whatever else the machine does"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-archive-bench-");
        try
        {
            await using var broker = await KafkaBroker.StartAsync(
                new BrokerOptions
                {
                    DataDirectory = Path.Combine(folder.FullName, "broker"),
                    Listeners = [new ListenerOptions { Port = 0 }],
                    Registry = new ListenerOptions { Name = "registry", Port = 0 },
                    Fsync = false,
                    AutoCreateTopics = false,
                },
                NullLoggerFactory.Instance, cancellation: cancel);
            var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
            using var admin = KafkaAdmin.Open(kafka);
            using var registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(broker.RegistryUrl!)] });      // it was asked for
            run.Say("simulating and publishing clicks and payments");
            var history = new SimulatedHistory(new SimulationOptions()).Read(new RowAccount(), cancel).ToArray();
            await PublishAsync<Clickstream>(history, Topics.Clickstream, kafka, admin, registry, cancel);
            await PublishAsync<PaymentProcessed>(history, Topics.PaymentProcessed, kafka, admin, registry, cancel);

            var letters = await EventDeadLetters.RegisterAsync(registry, cancel);
            var (clicks, payments, cpu) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round <= Rounds; round++)
            {
                var root = Path.Combine(folder.FullName, $"round-{round}");
                var archive = new TopicArchive(kafka, admin, registry, letters, TimeProvider.System);
                var before = Environment.CpuUsage.TotalTime;
                var (click, payment) = (await SecondsAsync(archive, Topics.Clickstream, root, cancel), await SecondsAsync(archive, Topics.PaymentProcessed, root, cancel));
                var microsPerRow = (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / (2 * Events);
                Directory.Delete(root, recursive: true);
                run.Say($"round {round}: {Events / click:N0} clicks/s, {Events / payment:N0} payments/s, {microsPerRow:N2} us of cores each; load {LoadAverage()}");
                if (round == 0) continue;       // the first compiles
                clicks.Add(click);
                payments.Add(payment);
                cpu.Add(microsPerRow);
            }
            return new Dictionary<string, double>
            {
                ["archive_rows_per_s"] = 2 * Events / (Median.Of(clicks) + Median.Of(payments)),
                ["archive_click_rows_per_s"] = Events / Median.Of(clicks),
                ["archive_payment_rows_per_s"] = Events / Median.Of(payments),
                ["archive_cpu_us_per_row"] = Median.Of(cpu),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Of the last minute: others at work make the seconds longer, and not the time of cores.
    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static async Task<double> SecondsAsync(TopicArchive archive, string topic, string root, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var archived = await archive.RunAsync(TopicCatalog.Shipped[topic], root, progress: null, cancel);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return archived.Events == Events ? took : throw new InvalidOperationException($"Of {Events} events of {topic} {archived.Events} were archived.");
    }

    private static async Task PublishAsync<T>(
        HistoryEvent[] history, string topicName, KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, CancellationToken cancel)
        where T : class, IAvroRecord<T>
    {
        var topic = TopicCatalog.Shipped[topicName];
        (await admin.Topics.CreateAsync([new NewTopic(topic.Name, Partitions, Settings: topic.Settings)], cancellation: cancel)).ThrowIfAnyFailed();
        var subject = SubjectNames.Of(SubjectNameStrategy.TopicName, topic.Name, MessagePart.Value, T.Schema);
        var writer = await AvroSerializer<T>.RegisterAsync(registry, subject, cancel);
        T[] events = [.. history.OfType<HistoryEvent<T>>().Select(one => one.Value)];
        using var producer = BatchProducer.Open(kafka.With("linger.ms", "5"));
        var batch = new ProducerBatch(topic.Name);
        var bytes = 0;
        for (var at = 0; at < Events; at++)
        {
            batch.Begin(default, at % Partitions);
            writer.Append(events[at % events.Length], batch);
            batch.End();
            if ((bytes += 200) < BatchBytes) continue;
            producer.Send(batch, cancel);
            bytes = 0;
        }
        producer.Send(batch, cancel);
        producer.Flush(cancel);
    }
}
