using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>The classic protocol: range, and static members (KIP-345), which a restart doesn't put out of the group.</summary>
public sealed class ClassicProtocolTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Partitions = 4;
    private const int Keys = 20;

    // How long a member may be away before the group goes on without it; long for a member that is to come back, short for one that is not.
    private KafkaConfiguration Patient => broker.Kafka.With("session.timeout.ms", "45000");

    private KafkaConfiguration Impatient => broker.Kafka.With("session.timeout.ms", "6000");

    private StreamsOptions Options => new()
    {
        ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
        CommitInterval = TimeSpan.FromMilliseconds(50), GroupProtocol = StreamsGroupProtocol.Classic,
    };

    [Theory]
    [InlineData(0)] // the member that came first assigns the partitions to the others
    [InlineData(1)]
    public async Task An_instance_that_comes_back_within_its_session_finds_its_tasks_and_the_other_goes_on_all_the_time(int leaving)
    {
        var (from, to, options) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync(), Options);
        StreamsOptions[] each = [options, options with { StateDirectory = broker.NewFolder() }];
        using var reader = new TopicReader(broker, to);
        await using var first = await Application.RunAsync(broker, Topologies.Count(from, to), each[0], Patient);
        await using var second = await Application.StartAsync(broker, Topologies.Count(from, to), each[1], Patient);
        Application[] applications = [first, second];
        await SharedAsync(options, applications);
        broker.ProduceNumbers(from, records: 200, Partitions, Keys);
        reader.Read(200);
        var (leaves, stays) = (applications[leaving], applications[1 - leaving]);
        var (its, others) = (TasksOf(leaves), TasksOf(stays));
        stays.Starts.Clear();
        stays.Changes.Clear();

        await leaves.DisposeAsync();
        broker.ProduceNumbers(from, records: 200, Partitions, Keys, from: 200);
        await using var back = await Application.RunAsync(broker, Topologies.Count(from, to), each[leaving], Patient);

        CountShould.BeExact(reader.Read(400), 400);
        TasksOf(back).ShouldBe(its);
        its.Concat(others).Distinct().Count().ShouldBe(Partitions);
        stays.Starts.ShouldBeEmpty();
        stays.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_instance_that_stays_away_is_replaced_by_the_other_when_its_session_is_over()
    {
        var (from, to, options) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync(), Options);
        using var reader = new TopicReader(broker, to);
        await using var stays = await Application.RunAsync(broker, Topologies.Count(from, to), options, Impatient);
        var another = options with { StateDirectory = broker.NewFolder() };
        await using (var leaves = await Application.StartAsync(broker, Topologies.Count(from, to), another, Impatient))
        {
            await SharedAsync(options, stays, leaves);
            broker.ProduceNumbers(from, records: 200, Partitions, Keys);
            reader.Read(200);
            stays.Starts.Clear();
        }
        broker.ProduceNumbers(from, records: 200, Partitions, Keys, from: 200);

        CountShould.BeExact(reader.Read(400), 400);
        stays.Starts.Select(start => start.Task).Distinct().Count().ShouldBe(Partitions);
        await stays.Becomes(KafkaStreamsState.Running);
    }

    // Each runs its half: those that it has now started last.
    private async Task SharedAsync(StreamsOptions options, params Application[] applications)
    {
        await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: Partitions / 2);
        foreach (var application in applications) await application.Becomes(KafkaStreamsState.Running);
        await Application.Eventually(() => applications[1].Starts.Count == Partitions / 2, () => "the second's tasks");
    }

    private static List<TaskId> TasksOf(Application application) => [.. application.Starts.TakeLast(Partitions / 2).Select(start => start.Task).Order()];
}
