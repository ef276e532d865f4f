using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

public sealed class FailureTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private StreamsOptions Options => new() { ApplicationId = broker.NewName("app"), StateDirectory = null, CommitInterval = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public async Task A_start_without_its_topics_names_them()
    {
        var missing = broker.NewName("missing");
        await using var application = Application.New(broker, Topologies.Upper(missing, "out"), Options);

        var fault = await Should.ThrowAsync<TopologyException>(async () => await application.Streams.StartAsync(TestContext.Current.CancellationToken));

        fault.Message.ShouldContain(missing);
        fault.Message.ShouldContain("Create them first");
        application.Streams.State.ShouldBe(KafkaStreamsState.Error);
    }

    [Fact]
    public async Task Topics_whose_records_meet_in_a_store_must_have_equally_many_partitions()
    {
        var (narrow, wide) = (await broker.NewTopicAsync(2), await broker.NewTopicAsync(3));
        var builder = new StreamBuilder();
        builder.Stream<string, string>([narrow, wide]).GroupByKey().Count(Materialized.As<string, long>("counts"));
        await using var application = Application.New(broker, builder.Build(), Options);

        var fault = await Should.ThrowAsync<TopologyException>(async () => await application.Streams.StartAsync(TestContext.Current.CancellationToken));

        fault.Message.ShouldContain($"'{narrow}' and '{wide}'");
        fault.Message.ShouldContain("2 and 3");
        fault.Message.ShouldContain("'counts'");
    }

    [Fact]
    public async Task A_changelog_of_another_width_is_refused()
    {
        var (from, to, options) = (await broker.NewTopicAsync(2), await broker.NewTopicAsync(), Options);
        var changelog = $"{options.ApplicationId}-{Topologies.Counts}-changelog";
        (await broker.Admin.Topics.CreateAsync([new NewTopic(changelog, 5)], cancellation: TestContext.Current.CancellationToken)).ThrowIfAnyFailed();
        await using var application = Application.New(broker, Topologies.Count(from, to), options);

        var fault = await Should.ThrowAsync<TopologyException>(async () => await application.Streams.StartAsync(TestContext.Current.CancellationToken));

        fault.Message.ShouldContain(changelog);
        fault.Message.ShouldContain("has 5 partitions");
        fault.Message.ShouldContain("needs 2");
    }

    [Fact]
    public async Task An_application_whose_threads_keep_failing_stops_with_the_cause()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        broker.Produce(from, ("a", "poison", 0));
        var topology = Topologies.Count(from, to, _ => throw new InvalidOperationException("This record is poison."));

        await using var application = await Application.StartAsync(broker, topology, Options with { ThreadReplacementLimit = 2 });
        await application.Becomes(KafkaStreamsState.Error);

        application.Changes.Select(change => change.New).ShouldContain(KafkaStreamsState.PendingError);
        var fault = await Should.ThrowAsync<ProcessingException>(async () => await application.Streams.Completion);
        fault.Message.ShouldContain($"{from}[0]@0");
        fault.Message.ShouldContain("This record is poison.");
    }

    [Theory]
    [InlineData(ProcessingGuarantee.AtLeastOnce)]
    [InlineData(ProcessingGuarantee.ExactlyOnceV2)]
    public async Task A_record_that_fails_goes_to_the_dead_letters_with_its_bytes_and_what_happened(ProcessingGuarantee guarantee)
    {
        var (from, to, dead) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), await broker.NewTopicAsync());
        broker.Produce(from, ("a", "good", 0), ("b", "bad", 0), ("c", "good", 0));
        var topology = Topologies.Count(from, to, record =>
        {
            if (record.Value == "bad") throw new InvalidOperationException("Bad it is.");
        });

        await using var application = await Application.RunAsync(broker, topology, Options with
        {
            ProcessingGuarantee = guarantee, ProcessingExceptionHandler = ExceptionHandlers.DeadLetter, DeadLetterTopic = dead,
        });

        using var reader = new TopicReader(broker, to);
        reader.Read(2).Select(record => record.Key).ShouldBe(["a", "c"]);
        using var deadLetters = new TopicReader(broker, dead);
        var letter = deadLetters.Read(1)[0];
        (letter.Key, letter.Text).ShouldBe(("b", "bad"));
        letter.Headers["__streams.errors.topic"].ShouldBe(from);
        letter.Headers["__streams.errors.partition"].ShouldBe("0");
        letter.Headers["__streams.errors.offset"].ShouldBe("1");
        letter.Headers["__streams.errors.exception"].ShouldBe(typeof(InvalidOperationException).FullName);
        letter.Headers["__streams.errors.message"].ShouldBe("Bad it is.");
    }

    [Fact]
    public async Task Two_processes_can_not_share_a_state_directory()
    {
        var (from, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync());
        var options = Options with { StateDirectory = broker.NewFolder() };
        await using var first = await Application.StartAsync(broker, Topologies.Upper(from, to), options);
        await using var second = Application.New(broker, Topologies.Upper(from, to), options);

        var fault = await Should.ThrowAsync<StreamsOptionsException>(async () => await second.Streams.StartAsync(TestContext.Current.CancellationToken));

        fault.Message.ShouldContain("Streams:StateDirectory");
    }
}
