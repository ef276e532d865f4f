using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>Records that can't be read, under exactly once: dead-lettered as they came, once each, whatever happens around them.</summary>
public sealed class PoisonTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Records = 200, PoisonEvery = 10;

    [Fact]
    public async Task Unreadable_records_are_dead_letters_once_each_with_their_own_headers_though_a_thread_dies_among_them()
    {
        var (from, to, dead) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), await broker.NewTopicAsync());
        Produce(from);
        var failures = 0;
        var builder = new StreamBuilder();
        builder.Stream(from, Consumed.With(Serdes.String(), Serdes.Int64()))
            .Peek((_, number) =>
            {
                if (number == Records / 2 + 1 && Interlocked.Increment(ref failures) <= 2) throw new InvalidOperationException("This thread dies here, twice.");
            })
            .To(to);
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"),
            StateDirectory = null,
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            CommitInterval = TimeSpan.FromMilliseconds(5),
            DeserializationExceptionHandler = ExceptionHandlers.DeadLetter,
            DeadLetterTopic = dead,
        };

        await using var application = await Application.StartAsync(broker, builder.Build(), options);

        using var good = new TopicReader(broker, to);
        var numbers = good.Read(Records - (Records / PoisonEvery));
        await application.Streams.StopAsync();
        numbers.Select(each => each.Number).ShouldBe(Enumerable.Range(0, Records).Where(n => n % PoisonEvery != 0).Select(n => (long)n));
        using var reader = new TopicReader(broker, dead);
        var letters = reader.Read(Records / PoisonEvery);
        letters.Select(each => each.Text).ShouldBe(Enumerable.Range(0, Records).Where(n => n % PoisonEvery == 0).Select(n => $"poisoned record {n}"));
        foreach (var letter in letters)
        {
            letter.Key.ShouldBe("key");
            letter.Headers["origin"].ShouldBe("test", "the record's own header");
            letter.Headers["__streams.errors.topic"].ShouldBe(from);
            letter.Text.ShouldBe($"poisoned record {letter.Headers["__streams.errors.offset"]}");
            letter.Headers["__streams.errors.exception"].ShouldNotBeEmpty();
            letter.Headers["__streams.errors.stacktrace"].ShouldContain("   at SmartKart.Streams.", customMessage: "frames; which ones is up to inlining");
        }
        failures.ShouldBeGreaterThan(2, "the thread died, and its replacement came to the same record");
    }

    [Fact]
    public async Task Unreadable_records_are_dead_letters_though_no_other_comes_after_them()
    {
        var (from, dead) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        Produce(from, records: 3, poisonEvery: 1);
        var builder = new StreamBuilder();
        builder.Stream(from, Consumed.With(Serdes.String(), Serdes.Int64())).Foreach((_, _) => { });
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"),
            StateDirectory = null,
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            DeserializationExceptionHandler = ExceptionHandlers.DeadLetter,
            DeadLetterTopic = dead,
        };

        await using var application = await Application.StartAsync(broker, builder.Build(), options);

        using var reader = new TopicReader(broker, dead);
        reader.Read(3).Select(each => each.Text).ShouldBe(["poisoned record 0", "poisoned record 1", "poisoned record 2"]);
    }

    private void Produce(string topic, int records = Records, int poisonEvery = PoisonEvery)
    {
        using var producer = BatchProducer.Open(broker.Kafka);
        var batch = new ProducerBatch(topic);
        var number = new byte[sizeof(long)];
        for (var n = 0; n < records; n++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(number, n);
            batch.Add("key"u8, n % poisonEvery == 0 ? Encoding.UTF8.GetBytes($"poisoned record {n}") : number, timestampMs: 1_000 + n);
            batch.AddHeader("origin"u8, "test"u8);
        }
        producer.Send(batch);
        producer.Flush();
    }
}
