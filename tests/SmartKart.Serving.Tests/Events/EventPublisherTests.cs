using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka;
using SmartKart.Serving.Events;
using SmartKart.Serving.Http;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Events;

/// <summary>What becomes of events when a producer can do no more, with a broker that makes it so.</summary>
public sealed class EventPublisherTests(SharedShop shared) : IClassFixture<SharedShop>
{
    private const string Lost = "smartkart.serving.events_lost", Taken = "smartkart.serving.events", Refused = "smartkart.serving.events_refused";
    private const int TooLarge = 4_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_producer_that_can_do_no_more_is_replaced_and_only_what_it_had_is_lost_and_counted()
    {
        var shop = await shared.GetAsync();
        var topic = await TopicAsync(shop);
        using var metered = new MeteredEvents();
        await using var publisher = new EventPublisher(() => Gapless(shop), metered.Metrics, NullLogger.Instance);
        publisher.TryPublish([Event(topic, "first")], out _).ShouldBeTrue();
        await ServedShop.UntilAsync(() => Task.FromResult(Read(shop, topic).Count == 1), "the first event is sent");
        publisher.TryPublish([Event(topic, new string('x', TooLarge))], out _).ShouldBeTrue();
        await ServedShop.UntilAsync(() => Task.FromResult(metered[Lost] == 1), "the broker refuses it, which ends this producer");
        publisher.TryPublish([Event(topic, "second"), Event(topic, "third")], out _).ShouldBeTrue();
        await ServedShop.UntilAsync(() => Task.FromResult(Read(shop, topic).Count == 3), "the next producer sends");
        Read(shop, topic).ShouldBe(["first", "second", "third"]);
        publisher.Fault.ShouldBeNull();
        (metered[$"{Taken} {topic}"], metered[Lost], metered[$"{Refused} {topic}"]).ShouldBe((4, 1, 0));
    }

    [Fact]
    public async Task While_no_producer_can_be_opened_events_are_refused_and_counted_and_taken_again_afterwards()
    {
        var shop = await shared.GetAsync();
        var topic = await TopicAsync(shop);
        using var metered = new MeteredEvents();
        var isMended = false;
        var opened = 0;
        await using var publisher = new EventPublisher(
            () => Interlocked.Increment(ref opened) == 1 || Volatile.Read(ref isMended) ? Gapless(shop) : shop.Kafka.With("acks", "some"),
            metered.Metrics, NullLogger.Instance);
        await using var program = await ServeAsync(shop, publisher);
        using var client = new HttpClient { BaseAddress = new Uri(program.Urls.First()) };
        publisher.TryPublish([Event(topic, new string('x', TooLarge))], out _).ShouldBeTrue();
        await ServedShop.UntilAsync(() => Task.FromResult(publisher.Fault?.Contains("acks", StringComparison.Ordinal) == true), "the fault is known");

        using var body = new StringContent("""{"topic": "clickstream", "event": {"user_id": "ada", "action": "view"}}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("v1/events", UriKind.Relative), body, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString()!.ShouldContain("acks");
        metered[$"{Refused} clickstream"].ShouldBe(1);

        Volatile.Write(ref isMended, true);
        await ServedShop.UntilAsync(() => Task.FromResult(publisher.Fault is null), "a producer is opened again");
        publisher.TryPublish([Event(topic, "later")], out _).ShouldBeTrue();
        await ServedShop.UntilAsync(() => Task.FromResult(Read(shop, topic).Contains("later")), "events are sent again");
    }

    [Fact]
    public async Task What_is_not_sent_by_the_end_is_counted_to_the_last_event()
    {
        var shop = await shared.GetAsync();
        using var metered = new MeteredEvents();
        var nobody = shop.Kafka.With("bootstrap.servers", "127.0.0.1:1");
        using (var sender = new EventSender(() => nobody, metered.Metrics, NullLogger.Instance))
        {
            sender.Add(Event("clickstream", "with the producer"));
            sender.Send(Stop);
            sender.Add(Event("clickstream", "in a batch"));
            (sender.Outstanding, sender.InBatches, sender.Unsent).ShouldBe((1, 1, 2));
        }
    }

    // Where a record is refused for good, such a producer ends: what follows could not be in its place.
    private static KafkaConfiguration Gapless(ServedShop shop) => shop.Kafka.With("enable.gapless.guarantee", "true");

    private static EncodedEvent Event(string topic, string value) => new(topic, value, "key"u8.ToArray(), Encoding.UTF8.GetBytes(value));

    private static async Task<string> TopicAsync(ServedShop shop)
    {
        var topic = $"events-{Guid.NewGuid():N}";
        var settings = new Dictionary<string, string> { ["max.message.bytes"] = $"{TooLarge / 2}" };
        (await shop.Admin.Topics.CreateAsync([new NewTopic(topic, 1, Settings: settings)], cancellation: Stop)).ThrowIfAnyFailed();
        return topic;
    }

    private static async Task<WebApplication> ServeAsync(ServedShop shop, EventPublisher publisher)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var program = builder.Build();
        new EventEndpoints(await EventSchemaSet.RegisterAsync(shop.Schemas, Stop), publisher, TimeProvider.System).Map(program);
        await program.StartAsync(Stop);
        return program;
    }

    private static List<string> Read(ServedShop shop, string topic)
    {
        using var consumer = BatchConsumer.Open(shop.Kafka.With("group.id", "test").With("enable.partition.eof", "true"));
        consumer.Partitions.Assign([new TopicPartition(topic, 0).At(Offset.Beginning)]);
        List<string> read = [];
        while (true)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(5), Stop);
            foreach (var record in batch) read.Add(Encoding.UTF8.GetString(record.Value));
            if (batch.Ends.Count > 0) return read;
        }
    }
}
