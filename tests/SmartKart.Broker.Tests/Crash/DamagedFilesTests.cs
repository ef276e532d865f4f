using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker.Network;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash;

/// <summary>Whatever file of a data directory is damaged, the broker starts on what it can vouch for, or says which file it is and what to do.</summary>
public sealed class DamagedFilesTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 10, RecordsARound = 10, Records = Rounds * RecordsARound;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_file_cut_emptied_or_overwritten_is_recovered_from_or_named_with_the_remedy()
    {
        var sound = _folder["sound"];
        var crashed = _folder["crashed"];
        await using (var broker = await StartAsync(sound))
        {
            await UseAsync(broker);
            Copy(sound, crashed);        // as a kill leaves it
        }
        foreach (var image in new[] { sound, crashed })
            foreach (var file in NotEmpty(image))
                foreach (var (name, damage) in Damages())
                    output.WriteLine($"{Path.GetFileName(image)}/{file}, {name}: {await TryAsync(image, file, damage)}");
    }

    private static IEnumerable<string> NotEmpty(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => new FileInfo(file).Length > 0)
        .Select(file => Path.GetRelativePath(folder, file))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<(string Name, Func<byte[], byte[]> Damage)> Damages() =>
    [
        ("cut in half", bytes => bytes[..(bytes.Length / 2)]),
        ("emptied", _ => []),
        ("overwritten", bytes => [.. Enumerable.Repeat((byte)0xA5, bytes.Length)]),
    ];

    private async Task<string> TryAsync(string image, string file, Func<byte[], byte[]> damage)
    {
        var copy = _folder["damaged"];
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        Copy(image, copy);
        var damaged = Path.Combine(copy, file);
        await File.WriteAllBytesAsync(damaged, damage(await File.ReadAllBytesAsync(damaged)));
        try
        {
            await using var broker = await StartAsync(copy);
            using var admin = KafkaAdmin.Open(Configuration(broker), TimeSpan.FromSeconds(20));
            (await admin.Topics.ListAsync(TestContext.Current.CancellationToken)).ShouldContain("orders", file);
            // A log that a crash may have torn can be cut; what is beside a log can be made again from it.
            if (file.StartsWith("orders", StringComparison.Ordinal) && Path.GetExtension(file) != ".log") Committed(broker).ShouldBe(Records, file);
            return "started";
        }
        catch (BrokerException refusal)
        {
            // The folder is what names an internal topic's log where one of its records is at fault.
            string[] names = [Path.GetFileName(file), Path.GetFileName(Path.GetDirectoryName(file)!)];
            names.Any(name => refusal.Message.Contains(name, StringComparison.Ordinal))
                .ShouldBeTrue($"{file} was damaged, and the broker said: {refusal.Message}");
            refusal.Message.ShouldContain(". ", customMessage: "the remedy follows the fault");
            return refusal.Message.Replace(copy, "", StringComparison.Ordinal);
        }
    }

    private static async Task UseAsync(KafkaBroker broker)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var kafka = Configuration(broker);
        KafkaAdmin admin;
        try
        {
            admin = KafkaAdmin.Open(kafka);
        }
        catch (KafkaLibraryException absent)
        {
            Assert.Skip(absent.Message);
            throw;
        }
        using (admin)
        {
            var orders = new NewTopic("orders", 1, 1, new Dictionary<string, string> { ["segment.bytes"] = "20000" });
            (await admin.Topics.CreateAsync([orders], cancellation: cancellation)).ThrowIfAnyFailed();
            using var producer = BatchProducer.Open(kafka.With("transactional.id", "till").With("linger.ms", "0"));
            producer.Transactions.Initialize(cancellation: cancellation);
            for (var round = 0; round < Rounds; round++)
            {
                producer.Transactions.Begin();
                var batch = new ProducerBatch("orders");
                for (var at = 0; at < RecordsARound; at++) batch.Add("key"u8, new byte[500]);
                producer.Send(batch, cancellation);
                producer.Transactions.Commit(cancellation: cancellation);
            }
            (await admin.GroupOffsets.AlterAsync("readers", [new TopicPartitionOffset("orders", 0, 5)], cancellation)).ThrowIfAnyFailed();
            using var registry = new HttpClient { BaseAddress = new Uri(broker.RegistryUrl!) };
            for (var at = 0; at < 5; at++)
            {
                var schema = $$"""{"type":"record","name":"S{{at}}","fields":[]}""";
                var versions = new Uri(string.Create(CultureInfo.InvariantCulture, $"/subjects/s{at}/versions"), UriKind.Relative);
                using var answer = await registry.PostAsJsonAsync(versions, new { schema }, cancellation);
                answer.IsSuccessStatusCode.ShouldBeTrue();
            }
        }
    }

    private static int Committed(KafkaBroker broker)
    {
        using var consumer = BatchConsumer.Open(Configuration(broker)
            .With("group.id", "reader")
            .With("enable.partition.eof", "true")
            .With("isolation.level", "read_committed"));
        consumer.Partitions.Assign([new TopicPartitionOffset("orders", 0, Offset.Beginning)]);
        var read = 0;
        while (true)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            (batch.Count + batch.Ends.Count).ShouldBeGreaterThan(0, "nothing came within 20 s");
            read += batch.Count;
            if (batch.Ends.Count > 0) return read;
        }
    }

    private static Task<KafkaBroker> StartAsync(string directory) => KafkaBroker.StartAsync(new BrokerOptions
    {
        DataDirectory = directory,
        Fsync = false,
        Listeners = [new ListenerOptions { Port = 0 }],
        Registry = new ListenerOptions { Name = "registry", Port = 0 },
    }, NullLoggerFactory.Instance, cancellation: TestContext.Current.CancellationToken);

    private static KafkaConfiguration Configuration(KafkaBroker broker) =>
        KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers, StatisticsInterval = TimeSpan.Zero });

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            // The lock is held while the broker runs.
            var name = Path.GetFileName(file);
            if (name.StartsWith(".lock", StringComparison.Ordinal) || name.EndsWith(".lock", StringComparison.Ordinal)) continue;
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
