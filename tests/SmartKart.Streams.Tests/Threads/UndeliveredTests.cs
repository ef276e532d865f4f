using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>Records that can't be written: not by the producer, or not to the broker's taste.</summary>
public sealed class UndeliveredTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Records = 100, WrongEvery = 10, NoSuchPartition = 99;

    [Theory]
    [InlineData(ProcessingGuarantee.AtLeastOnce)]
    [InlineData(ProcessingGuarantee.ExactlyOnceV2)]
    public async Task What_the_producer_can_not_send_is_a_dead_letter_and_the_others_go_on(ProcessingGuarantee guarantee)
    {
        var (from, to, dead) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), await broker.NewTopicAsync());
        Produce(from, number => $"value {number}");
        await using var application = await Application.StartAsync(broker, Misdirecting(from, to), Options(dead, guarantee, ExceptionHandlers.DeadLetter));

        using var good = new TopicReader(broker, to);
        good.Read(Records - (Records / WrongEvery)).Select(each => each.Text).ShouldBe(Numbers(wrong: false).Select(number => $"value {number}"));
        using var letters = new TopicReader(broker, dead);
        var read = letters.Read(Records / WrongEvery);
        read.Select(each => (each.Key, each.Text)).ShouldBe(Numbers(wrong: true).Select(number => ((string?)$"{number}", (string?)$"value {number}")), "as they were to be written");
        read.ShouldAllBe(each => each.Headers["__streams.errors.topic"] == to);
        read.ShouldAllBe(each => each.Headers["__streams.errors.message"].Contains("partition", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_the_producer_can_not_send_ends_the_thread_unless_a_handler_says_otherwise()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        Produce(from, number => $"value {number}");
        var options = Options(null, ProcessingGuarantee.ExactlyOnceV2, ExceptionHandlers.Fail) with { ThreadReplacementLimit = 1 };
        await using var application = await Application.StartAsync(broker, Misdirecting(from, to), options);

        var fault = await Should.ThrowAsync<ProductionException>(() => application.Streams.Completion.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        fault.Message.ShouldContain($"{to}[{NoSuchPartition}]");
        fault.Message.ShouldContain("DeadLetterTopic");
    }

    [Fact]
    public async Task What_the_broker_refuses_is_a_dead_letter_under_at_least_once()
    {
        var (from, dead) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        var to = broker.NewName("small");
        var settings = new Dictionary<string, string> { ["max.message.bytes"] = "20000" };
        (await broker.Admin.Topics.CreateAsync([new NewTopic(to, 1, Settings: settings)], cancellation: TestContext.Current.CancellationToken)).ThrowIfAnyFailed();
        var builder = new StreamBuilder();
        builder.Stream(from, Consumed.With(Serdes.String(), Serdes.String())).To(to);
        Produce(from, _ => new string('x', 50_000)); // the broker refuses batches, not records: all of them are too large
        await using var application = await Application.StartAsync(broker, builder.Build(), Options(dead, ProcessingGuarantee.AtLeastOnce, ExceptionHandlers.DeadLetter));

        using var letters = new TopicReader(broker, dead);
        var read = letters.Read(Records);
        read.Select(each => each.Key).ShouldBe(Enumerable.Range(0, Records).Select(number => $"{number}"));
        read.ShouldAllBe(each => each.Text!.Length == 50_000 && each.Headers["__streams.errors.topic"] == to);
        Produce(from, number => $"value {number}");
        using var good = new TopicReader(broker, to);
        good.Read(Records).Select(each => each.Text).ShouldBe(Enumerable.Range(0, Records).Select(number => $"value {number}"));
    }

    private static IEnumerable<int> Numbers(bool wrong) => Enumerable.Range(0, Records).Where(number => number % WrongEvery == 0 == wrong);

    private static Topology Misdirecting(string from, string to)
    {
        var builder = new StreamBuilder();
        builder.Stream(from, Consumed.With(Serdes.String(), Serdes.String())).To(to, new Produced<string, string>
        {
            KeySerde = Serdes.String(),
            ValueSerde = Serdes.String(),
            Partitioner = (_, key, _, _) => int.Parse(key, System.Globalization.CultureInfo.InvariantCulture) % WrongEvery == 0 ? NoSuchPartition : 0,
        });
        return builder.Build();
    }

    private StreamsOptions Options(string? deadLetterTopic, ProcessingGuarantee guarantee, IExceptionHandler handler) => new()
    {
        ApplicationId = broker.NewName("app"),
        StateDirectory = null,
        ProcessingGuarantee = guarantee,
        CommitInterval = TimeSpan.FromMilliseconds(20),
        ProductionExceptionHandler = handler,
        DeadLetterTopic = deadLetterTopic,
    };

    private void Produce(string topic, Func<int, string> value)
    {
        using var producer = BatchProducer.Open(broker.Kafka);
        var batch = new ProducerBatch(topic);
        for (var number = 0; number < Records; number++) batch.Add(Encoding.UTF8.GetBytes($"{number}"), Encoding.UTF8.GetBytes(value(number)), timestampMs: 1_000 + number);
        producer.Send(batch);
        producer.Flush();
    }
}
