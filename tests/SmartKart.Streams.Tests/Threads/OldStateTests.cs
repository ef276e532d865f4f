using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>
/// An application finds state that it can't use, or that another version of its topology left: it says so, or rebuilds it from the
/// changelog, and loses nothing.
/// </summary>
public sealed class OldStateTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const string Store = "counts";

    private StreamsOptions Options => new()
    {
        ApplicationId = broker.NewName("app"),
        StateDirectory = broker.NewFolder(),
        ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
        CommitInterval = TimeSpan.FromMilliseconds(20),
    };

    [Theory]
    [InlineData("emptied")]
    [InlineData("overwritten")]
    [InlineData("deleted")]
    public async Task A_state_folder_that_is_damaged_is_rebuilt_from_the_changelog(string how)
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        using var reader = new TopicReader(broker, to);
        await CountAsync(Count(from, to), options, reader, from, expected: 1);

        var folder = Path.Combine(options.StateDirectory!, options.ApplicationId, "0_0");
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories)) Damage(file, how);

        await CountAsync(Count(from, to), options, reader, from, expected: 2);
    }

    [Fact]
    public async Task A_sub_topology_that_is_renumbered_finds_its_state()
    {
        var (from, to, other, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        using var reader = new TopicReader(broker, to);
        await CountAsync(Count(from, to), options, reader, from, expected: 1);

        var builder = new StreamBuilder();
        builder.Stream<string, string>(other).GroupByKey().Count(Materialized.As<string, long>("others")).ToStream().To(await broker.NewTopicAsync());
        Count(builder, from, to);

        await CountAsync(builder.Build(), options, reader, from, expected: 2);
    }

    [Fact]
    public async Task A_store_that_is_renamed_begins_anew_with_a_warning_and_the_old_one_is_kept_until_its_name_comes_back()
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        using var reader = new TopicReader(broker, to);
        await CountAsync(Count(from, to), options, reader, from, expected: 1);

        using (var log = new WarningLog())
        {
            await using (var renamed = new KafkaStreams(Count(from, to, "tallies"), options, broker.Kafka, log))
                await renamed.StartAsync(TestContext.Current.CancellationToken);
            log.Lines.ShouldContain(line => line.Contains($"{options.ApplicationId}-tallies-changelog is new: its store begins empty"));
        }
        await CountAsync(Count(from, to, "tallies"), options, reader, from, expected: 1);
        await CountAsync(Count(from, to), options, reader, from, expected: 2);
    }

    [Fact]
    public async Task State_of_another_type_stops_the_application_with_the_stores_name_and_stays_as_it_was()
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        using var reader = new TopicReader(broker, to);
        await CountAsync(Count(from, to), options, reader, from, expected: 1);

        var builder = new StreamBuilder();
        builder.Stream<string, string>(from).GroupByKey()
            .Aggregate(() => 0, (_, _, count) => count + 1, Materialized.As<string, int>(Store)).ToStream().To(to);
        await using (var changed = await Application.StartAsync(broker, builder.Build(), options with { ThreadReplacementLimit = 0 }))
        {
            broker.Produce(from, ("a", "x", 0));
            await changed.Becomes(KafkaStreamsState.Error);
            var fault = await Should.ThrowAsync<StreamsException>(async () => await changed.Streams.Completion);
            fault.ToString().ShouldContain(Store);
        }

        // The record that it failed at was not committed, and counts now.
        await CountAsync(Count(from, to), options, reader, from, expected: 3);
    }

    [Fact]
    public async Task A_store_of_another_kind_is_told_from_its_changelog_and_named()
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        using var reader = new TopicReader(broker, to);
        await CountAsync(Count(from, to), options, reader, from, expected: 1);

        var builder = new StreamBuilder();
        builder.Stream<string, string>(from).GroupByKey().WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMinutes(1)))
            .Count(Materialized.As<string, long>(Store)).ToStream((each, _) => each.Key).To(to, new Produced<string, long>());
        await using (var changed = await Application.StartAsync(broker, builder.Build(), options with { ThreadReplacementLimit = 0 }))
        {
            await changed.Becomes(KafkaStreamsState.Error);
            var fault = await Should.ThrowAsync<StreamsException>(async () => await changed.Streams.Completion);
            fault.ToString().ShouldContain(Store);
        }

        await CountAsync(Count(from, to), options, reader, from, expected: 2);
    }

    // One more record of one key, whose count then comes out.
    private async Task CountAsync(Topology topology, StreamsOptions options, TopicReader reader, string from, long expected)
    {
        await using var application = await Application.RunAsync(broker, topology, options);
        broker.Produce(from, ("a", "x", 0));
        var already = reader.Records.Count;
        reader.ReadUntil(records => records.Count > already && records[^1].Number == expected, $"a count of {expected}");
    }

    private static Topology Count(string from, string to, string store = Store)
    {
        var builder = new StreamBuilder();
        Count(builder, from, to, store);
        return builder.Build();
    }

    private static void Count(StreamBuilder builder, string from, string to, string store = Store) =>
        builder.Stream<string, string>(from).GroupByKey().Count(Materialized.As<string, long>(store)).ToStream().To(to);

    private static void Damage(string file, string how)
    {
        var length = (int)new FileInfo(file).Length;
        if (how == "deleted") File.Delete(file);
        else File.WriteAllBytes(file, how == "emptied" ? [] : [.. Enumerable.Repeat((byte)0xA5, length)]);
    }
}
