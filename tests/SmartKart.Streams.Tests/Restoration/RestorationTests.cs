using SmartKart.Kafka;
using SmartKart.Streams.Processing;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Restoration;

public sealed class RestorationTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private StreamsOptions Options => new()
    {
        ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2, CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    [Fact]
    public async Task What_is_on_disk_is_not_read_from_the_changelog_again()
    {
        // Without transactions, whose markers stand behind the last record: those may be gone only once they were read.
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options with { ProcessingGuarantee = ProcessingGuarantee.AtLeastOnce });
        await CountOnceAsync(from, to, options, run: 1);

        // All that the changelog held is gone, and the store needs none of it: it stands at the changelog's end.
        var changelog = new TopicPartition(ChangelogOf(options), 0);
        var mayBeDeleted = new ConfigChange(ConfigResource.OfTopic(changelog.Topic), "cleanup.policy", ConfigOperation.Set, "delete");
        (await broker.Admin.Configs.AlterAsync([mayBeDeleted], TestContext.Current.CancellationToken)).ThrowIfAnyFailed();
        (await broker.Admin.Offsets.DeleteRecordsAsync([changelog.At(Offset.End)], TestContext.Current.CancellationToken)).ThrowIfAnyFailed();

        (await CountOnceAsync(from, to, options, run: 2)).ShouldBe(2);
    }

    [Fact]
    public async Task Without_the_disk_the_changelog_has_it_all()
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        await CountOnceAsync(from, to, options, run: 1);
        var again = Application.New(broker, Topologies.Count(from, to), options);
        again.Streams.CleanUp();
        await again.DisposeAsync();

        (await CountOnceAsync(from, to, options, run: 2)).ShouldBe(2);
    }

    [Fact]
    public async Task State_that_is_ahead_of_its_changelog_is_thrown_away_and_restored_from_the_beginning()
    {
        var (from, to, options) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), Options);
        await CountOnceAsync(from, to, options, run: 1);
        (await broker.Admin.Topics.DeleteAsync([ChangelogOf(options)], TestContext.Current.CancellationToken)).ThrowIfAnyFailed(); // and the next start makes an empty one

        (await CountOnceAsync(from, to, options, run: 2)).ShouldBe(1);
    }

    [Fact]
    public async Task A_source_may_begin_at_the_end_while_the_others_begin_at_the_beginning()
    {
        var (old, late, to) = (await broker.NewTopicAsync(), await broker.NewTopicAsync(), await broker.NewTopicAsync());
        broker.Produce(old, ("a", "old 1", 0), ("a", "old 2", 0));
        broker.Produce(late, ("b", "late 1", 0), ("b", "late 2", 0));
        var topology = new Topology()
            .AddSource("old", [old], Serdes.String(), Serdes.String())
            .AddSource("late", [late], Serdes.String(), Serdes.String(), offsetReset: AutoOffsetReset.Latest)
            .AddSink("out", to, Serdes.String(), Serdes.String(), null, "old", "late");
        await using var application = await Application.RunAsync(broker, topology, Options);

        broker.Produce(late, ("b", "late 3", 0));

        using var reader = new TopicReader(broker, to);
        reader.Read(3).Select(record => record.Text).Order().ShouldBe(["late 3", "old 1", "old 2"]);
    }

    // Starts the application, has it count one record, and stops it.
    private async Task<long> CountOnceAsync(string from, string to, StreamsOptions options, int run)
    {
        using var reader = new TopicReader(broker, to);
        broker.Produce(from, ("key", "one more", 0));
        await using var application = await Application.RunAsync(broker, Topologies.Count(from, to, isPersistent: true), options);
        return reader.Read(run)[^1].Number;
    }

    private static string ChangelogOf(StreamsOptions options) => $"{options.ApplicationId}-{Topologies.Counts}-changelog";
}
