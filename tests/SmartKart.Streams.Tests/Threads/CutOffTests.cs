using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>An application that loses its broker for longer than its session, its transactions and its records last.</summary>
public sealed class CutOffTests(DistantBroker distant) : IClassFixture<DistantBroker>
{
    private const int Partitions = 6;
    private const int Keys = 12;

    private EmbeddedBroker Broker => distant.Near;

    // The broker gives up on a member after 3 s.
    private KafkaConfiguration Kafka => distant.Kafka.With("transaction.timeout.ms", "2000");

    private StreamsOptions Options => new()
    {
        ApplicationId = Broker.NewName("app"), StateDirectory = Broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
        CommitInterval = TimeSpan.FromMilliseconds(50),
    };

    [Fact]
    public async Task With_two_standbys_each_other_instance_keeps_a_copy_and_goes_on_from_it_and_who_was_taken_for_dead_joins_again()
    {
        var (from, to) = (await Broker.NewTopicAsync(Partitions), await Broker.NewTopicAsync());
        var options = Options with { NumStandbyReplicas = 2, StandbyPlanInterval = TimeSpan.FromMilliseconds(200) };
        using var reader = new TopicReader(Broker, to);
        await using var first = await Application.RunAsync(Broker, Topologies.Count(from, to), options);
        await using var second = await Application.RunAsync(Broker, Topologies.Count(from, to), options with { StateDirectory = Broker.NewFolder() });
        await using var third = await Application.RunAsync(Broker, Topologies.Count(from, to), options with { StateDirectory = Broker.NewFolder() }, Kafka);
        Application[] all = [first, second, third];
        await Broker.SharesAsync(options.ApplicationId, members: 3, partitionsEach: Partitions / 3);
        Broker.ProduceNumbers(from, records: 600, Partitions, Keys);
        reader.Read(600);
        await Application.Eventually(
            () => all.All(each => each.Streams.StandbyTasks.Count == Partitions * 2 / 3),
            () => $"the standbys; there are {string.Join(" and ", all.Select(each => string.Join(", ", each.Streams.StandbyTasks)))}");
        foreach (var each in all) each.Starts.Clear();

        distant.Network.Cut();
        await Application.Eventually(() => first.Starts.Count + second.Starts.Count >= Partitions / 3, () => "the third's tasks");
        Broker.ProduceNumbers(from, records: 600, Partitions, Keys, from: 600);
        CountShould.BeExact(reader.Read(1200), 1200);
        first.Starts.Concat(second.Starts).ShouldAllBe(start => start.FoundStandby);

        distant.Network.Mend();
        await Broker.SharesAsync(options.ApplicationId, members: 3, partitionsEach: Partitions / 3);
        await third.Becomes(KafkaStreamsState.Running);
        Broker.ProduceNumbers(from, records: 600, Partitions, Keys, from: 1200);
        CountShould.BeExact(reader.Read(1800), 1800);
    }

    [Theory]
    [InlineData(StreamsGroupProtocol.Consumer)]
    [InlineData(StreamsGroupProtocol.Classic)]
    public async Task A_broker_that_is_away_for_longer_than_all_timeouts_costs_no_record_and_no_failure(StreamsGroupProtocol protocol)
    {
        var (from, to) = (await Broker.NewTopicAsync(Partitions), await Broker.NewTopicAsync());
        // Records are written at once and committed late: the cut comes between.
        var options = Options with { GroupProtocol = protocol, Threads = 2, ThreadReplacementLimit = 0, CommitInterval = TimeSpan.FromSeconds(1) };
        var kafka = protocol == StreamsGroupProtocol.Classic ? Kafka.With("session.timeout.ms", "6000") : Kafka;
        await using var application = await Application.RunAsync(Broker, Topologies.Count(from, to), options, kafka);
        using var reader = new TopicReader(Broker, to);
        Broker.ProduceNumbers(from, records: 600, Partitions, Keys);
        reader.Read(600);
        Broker.ProduceNumbers(from, records: 600, Partitions, Keys, from: 600);
        await Application.Eventually(() => EndOf(to) > 900, () => "some of the records written");

        distant.Network.Cut();
        await GoneAsync(options.ApplicationId);
        Broker.ProduceNumbers(from, records: 600, Partitions, Keys, from: 1200);
        application.Changes.Clear();
        distant.Network.Mend();

        CountShould.BeExact(reader.Read(1800), 1800);
        await application.Becomes(KafkaStreamsState.Running);
        application.Changes.Select(change => change.New).ShouldNotContain(KafkaStreamsState.PendingError);
    }

    // Records of transactions that are not over count too.
    private long EndOf(string topic)
    {
        using var probe = BatchConsumer.Open(Broker.Kafka.With("group.id", "probe").With("isolation.level", "read_uncommitted"));
        return probe.Partitions.Bounds(new TopicPartition(topic, 0)).End;
    }

    // The group has lost its members. Their transactions were given up before.
    private async Task GoneAsync(string group)
    {
        var members = -1;
        using var patience = new CancellationTokenSource(Application.Deadline);
        while (members != 0)
        {
            patience.IsCancellationRequested.ShouldBeFalse(string.Create(CultureInfo.InvariantCulture, $"the group still has {members} members"));
            members = (await Broker.Admin.Groups.DescribeAsync(group, TestContext.Current.CancellationToken)).Members.Count;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
