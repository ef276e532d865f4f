using System.Text;
using SmartKart.Backfill.Simulation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Features;

namespace SmartKart.Topologies.Tests.Features;

/// <summary>Events that can't be used, among others that can: they are kept with their cause, and disturb nothing.</summary>
public sealed class DeadLettersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_that_cant_be_used_are_dead_letters_with_their_cause_and_the_others_count()
    {
        await using var market = await Marketplace.OpenAsync(new SimulatedHistory(new SimulationOptions { Users = 5, Merchants = 2, Products = 10 }));
        var now = market.LastOccurredAt;
        var writer = await AvroSerializer<Clickstream>.LookUpAsync(market.Registry, "clickstream-value", Stop);
        Produce(market,
            Bytes(writer, View("ada", now)),
            [1, 2, 3],
            [0, 0, 0, 0, 99, 1],
            Bytes(writer, View("ada", TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(2))),
            Bytes(writer, View("ada", now - TimeSpan.FromDays(365 * 60))),
            Bytes(writer, View(new string('x', 100_000), now)),
            Bytes(writer, View("", now)),
            Bytes(writer, View("ada", now + TimeSpan.FromSeconds(30))));

        await using var instance = await market.StartAsync(options: new FeatureTopologyOptions { Clock = new StoppedClock(now) });
        await market.CatchUpAsync(instance);

        (await ViewsAsync(market, "ada", now + TimeSpan.FromMinutes(1))).ShouldBe(2);
        var letters = await DeadLettersAsync(market, 6);
        letters.ShouldAllBe(letter => letter.SourceTopic == "clickstream" && letter.Application == Marketplace.Application);
        letters.Count(letter => letter.Stage == FailureStage.Deserialization).ShouldBe(2);
        string[] causes = [.. letters.Where(letter => letter.Stage == FailureStage.Validation).Select(letter => letter.ExceptionMessage)];
        causes.Length.ShouldBe(4);
        causes.ShouldContain(cause => cause.Contains("microseconds since 1970. Times are from 1970 on", StringComparison.Ordinal));
        causes.ShouldContain(cause => cause.Contains("That is more than 60 s ahead of its record's time", StringComparison.Ordinal));
        causes.ShouldContain("An event of clickstream has a user_id of 100000 characters. It has 1 to 256.");
        letters.Single(letter => letter.Value!.Value.Length == 3).Value!.Value.ToArray().ShouldBe([1, 2, 3]);

        // The archive reads later, and refuses the same.
        var root = Directory.CreateTempSubdirectory("smartkart-refused-");
        try
        {
            var archive = new TopicArchive(
                market.Kafka, market.Admin, market.Registry, await EventDeadLetters.RegisterAsync(market.Registry, Stop), TimeProvider.System);
            (await archive.RunAsync(TopicCatalog.Shipped[Topics.Clickstream], root.FullName, progress: null, Stop)).DeadLetters.ShouldBe(6);
            var all = await DeadLettersAsync(market, 12);
            Places(all.Where(letter => letter.Application == "smartkart-archive")).ShouldBe(Places(letters));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static IEnumerable<(int, long)> Places(IEnumerable<DeadLetter> letters) =>
        letters.Select(letter => (letter.SourcePartition, letter.SourceOffset)).Order();

    private static Clickstream View(string user, DateTimeOffset at) =>
        new() { EventId = Guid.NewGuid(), OccurredAt = at, UserId = user, Action = ClickstreamAction.View, ProductId = "p-1" };

    private static byte[] Bytes(AvroSerializer<Clickstream> writer, Clickstream value) => writer.ToBytes(value);

    private static void Produce(Marketplace market, params byte[][] values)
    {
        using var producer = BatchProducer.Open(market.Kafka);
        var batch = new ProducerBatch(Topics.Clickstream);
        foreach (var value in values) batch.Add(Encoding.UTF8.GetBytes("ada"), value, timestampMs: market.LastOccurredAt.ToUnixTimeMilliseconds());
        producer.Send(batch, Stop);
        producer.Flush(Stop);
    }

    private static async Task<long> ViewsAsync(Marketplace market, string user, DateTimeOffset now)
    {
        var plan = ServicePlan.Compile(market.Views.Single(view => view.Name == "user_activity"));
        var vectors = new OnlineVectors(plan);
        await using var store = OnlineStore.Open(market.Options with { ReadTimeout = TimeSpan.FromSeconds(10) });
        await store.GetAsync(plan, new Scalar[] { Scalar.From(user) }, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, vectors, Stop);
        return vectors.Values(0)[plan.Features.Select((feature, at) => (feature.Feature.Name, at)).Single(feature => feature.Name == "views_24h").at].Int64;
    }

    private static async Task<List<DeadLetter>> DeadLettersAsync(Marketplace market, int count)
    {
        var reader = new AvroDeserializer<DeadLetter>(market.Registry);
        var letters = new List<DeadLetter>();
        using var consumer = BatchConsumer.Open(market.Kafka.With("group.id", "letters").With("isolation.level", "read_committed"));
        consumer.Partitions.Assign([.. Enumerable.Range(0, 3).Select(partition => new TopicPartition(Topics.DeadLetters, partition).At(0))]);
        while (letters.Count < count)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(1), Stop);
            for (var at = 0; at < batch.Count; at++) letters.Add(await reader.DeserializeAsync(batch[at].Value.ToArray(), Stop));
        }
        return letters;
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
