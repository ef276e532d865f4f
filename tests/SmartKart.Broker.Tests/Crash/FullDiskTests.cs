using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker.Network;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash;

/// <summary>The whole broker on a disk that fills up: who is refused is told so, nobody else notices, and it passes with its cause.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Topic = "orders";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_disk_refuses_writers_by_name_serves_readers_and_takes_writes_again_once_space_returns()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var disk = SmallDisk.Mount(_folder["disk"], kilobytes: 2_048);
        var options = new BrokerOptions
        {
            DataDirectory = Path.Combine(disk.Path, "data"),
            Listeners = [new ListenerOptions { Port = 0 }],
            Registry = new ListenerOptions { Name = "registry", Port = 0 },
        };
        long acknowledged;
        await using (var broker = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, cancellation: cancellation))
        {
            var kafka = Configuration(broker);
            using var admin = Skipping(() => KafkaAdmin.Open(kafka, TimeSpan.FromSeconds(10)));
            using var registry = new HttpClient { BaseAddress = new Uri(broker.RegistryUrl!) };
            (await admin.Topics.CreateAsync([new NewTopic(Topic, 1, 1)], cancellation: cancellation)).ThrowIfAnyFailed();
            (await CommitAsync(admin, 1, cancellation)).ShouldBeNull();
            (await RegisterAsync(registry, "Before", cancellation)).ShouldBe(HttpStatusCode.OK);
            using var patient = BatchProducer.Open(kafka.With("retry.backoff.ms", "20"));
            Produce(patient, "first").ShouldBeNull();

            var ballast = Fill(disk.Path);
            acknowledged = 1 + FillLog(kafka, out var refusal);
            refusal.ShouldBe((KafkaErrorCode)56, "KAFKA_STORAGE_ERROR, which clients try again");
            var created = (await admin.Topics.CreateAsync([new NewTopic("more", 500, 1)], cancellation: cancellation))[0];
            created.Error.ShouldNotBeNull().Code.ShouldBe((KafkaErrorCode)56);
            created.Error.Message.ShouldContain("no space is left");
            (await admin.Topics.ListAsync(cancellation)).ShouldNotContain("more");
            (await FillCommitsAsync(admin, cancellation)).ShouldNotBeNull();
            (await FillRegistryAsync(registry, cancellation)).ShouldBe(HttpStatusCode.InternalServerError);
            Read(kafka).Count.ShouldBe((int)acknowledged, "what was acknowledged is read while the disk is full");
            (await registry.GetAsync(new Uri("/subjects", UriKind.Relative), cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);

            // One that tries again needs nobody's help when space returns.
            var batch = new ProducerBatch(Topic);
            batch.Add(default, new byte[20_000]);
            patient.Send(batch, cancellation);
            File.Delete(ballast);
            patient.Flush(cancellation);
            acknowledged++;
            (await admin.Topics.CreateAsync([new NewTopic("more", 2, 1)], cancellation: cancellation)).ThrowIfAnyFailed();
            (await CommitAsync(admin, acknowledged, cancellation)).ShouldBeNull();
            (await RegisterAsync(registry, "After", cancellation)).ShouldBe(HttpStatusCode.OK);
            Produce(patient, "last").ShouldBeNull();
            acknowledged++;
            Read(kafka).Count.ShouldBe((int)acknowledged);
        }

        await using var again = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, cancellation: cancellation);
        var values = Read(Configuration(again));
        values.Count.ShouldBe((int)acknowledged);
        (values[0], values[^1]).ShouldBe(("first", "last"));
        using var admin2 = KafkaAdmin.Open(Configuration(again));
        (await admin2.GroupOffsets.ListAsync("readers", cancellation: cancellation)).ShouldHaveSingleItem().Offset.ShouldBe(acknowledged - 1);
    }

    private static KafkaConfiguration Configuration(KafkaBroker broker) =>
        KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers, StatisticsInterval = TimeSpan.Zero });

    private static T Skipping<T>(Func<T> open) where T : class
    {
        try
        {
            return open();
        }
        catch (KafkaLibraryException absent)
        {
            Assert.Skip(absent.Message);
            throw;
        }
    }

    // To the last byte that the disk has.
    private static string Fill(string path)
    {
        var ballast = Path.Combine(path, "ballast");
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var page = new byte[4096]; ;) file.Write(page);
        }
        catch (IOException)
        {
            return ballast;
        }
    }

    // The last page of each file may take a little yet.
    private static int FillLog(KafkaConfiguration kafka, out KafkaErrorCode? refusal)
    {
        using var producer = BatchProducer.Open(kafka.With("enable.idempotence", "false").With("retries", "0").With("acks", "all"));
        var taken = 0;
        while ((refusal = Produce(producer, "filler " + taken.ToString(CultureInfo.InvariantCulture))) is null) taken++;
        return taken;
    }

    private static KafkaErrorCode? Produce(BatchProducer producer, string value)
    {
        var batch = new ProducerBatch(Topic);
        batch.Add(default, Encoding.UTF8.GetBytes(value));
        producer.Send(batch);
        try
        {
            producer.Flush(TestContext.Current.CancellationToken);
            return null;
        }
        catch (KafkaDeliveryException refused)
        {
            return refused.Failures[0].Code;
        }
    }

    private static async Task<KafkaException?> FillCommitsAsync(KafkaAdmin admin, CancellationToken cancellation)
    {
        for (var tries = 0; tries < 1_000; tries++)
            if (await CommitAsync(admin, tries, cancellation) is { } refused) return refused;
        return null;
    }

    private static async Task<KafkaException?> CommitAsync(KafkaAdmin admin, long offset, CancellationToken cancellation)
    {
        try
        {
            return (await admin.GroupOffsets.AlterAsync("readers", [new TopicPartitionOffset(Topic, 0, offset)], cancellation))[0].Error;
        }
        catch (KafkaException refused)
        {
            return refused;
        }
    }

    private static async Task<HttpStatusCode> FillRegistryAsync(HttpClient registry, CancellationToken cancellation)
    {
        var status = HttpStatusCode.OK;
        for (var tries = 0; tries < 1_000 && status == HttpStatusCode.OK; tries++) status = await RegisterAsync(registry, $"Full{tries}", cancellation);
        return status;
    }

    private static async Task<HttpStatusCode> RegisterAsync(HttpClient registry, string name, CancellationToken cancellation)
    {
        var schema = $$"""{"type":"record","name":"{{name}}","fields":[]}""";
        using var answer = await registry.PostAsJsonAsync(new Uri($"/subjects/{name}/versions", UriKind.Relative), new { schema }, cancellation);
        return answer.StatusCode;
    }

    private static List<string> Read(KafkaConfiguration kafka)
    {
        using var consumer = BatchConsumer.Open(kafka.With("group.id", "reader").With("enable.partition.eof", "true"));
        consumer.Partitions.Assign([new TopicPartitionOffset(Topic, 0, Offset.Beginning)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var values = new List<string>();
        for (var ended = false; !ended;)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(1), patience.Token);
            foreach (var record in batch) values.Add(record.Value.Length > 1_000 ? "large" : Encoding.UTF8.GetString(record.Value));
            ended = batch.Ends.Count > 0;
        }
        return values;
    }
}
