using System.Globalization;
using System.Text;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;
using SmartKart.Broker.Tests.Running;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Strangers;

/// <summary>Groups of strangers, whose members join, die without a word, and come back.</summary>
public sealed class MembershipTests
{
    private const string Topic = "shared";
    private const int Partitions = 4;
    private static readonly int[] Whole = [0, 1, 2, 3];

    // Shorter than Kafka takes by default: a test waits for each session of the dead to end.
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(Stranger.Kcat, "range")]
    [InlineData(Stranger.KafkaPython, "range")]
    [InlineData(Stranger.KafkaPython, "roundrobin")]
    [InlineData(Stranger.ConfluentPython, "range")]
    [InlineData(Stranger.ConfluentPython, "cooperative-sticky")]
    [InlineData(Stranger.KafkaJs, "roundrobin")]
    [InlineData(Stranger.ConfluentKafka, "range")]
    [InlineData(Stranger.ConfluentKafka, "cooperative-sticky")]
    [InlineData(Stranger.ConfluentKafka, "uniform", "consumer")]
    [InlineData(Stranger.ConfluentKafka, "range", "consumer")]
    public async Task Members_share_the_partitions_take_those_of_one_that_dies_and_share_again_when_it_returns(
        string client, string strategy, string protocol = "classic")
    {
        var stranger = Stranger.Named(client);
        await using var broker = await StartAsync(Session);
        var details = new { bootstrap = broker.BootstrapServers, topic = Topic, group = "crew", strategy, protocol, sessionMs = (int)Session.TotalMilliseconds };

        await using var first = new Member(stranger, details);
        await Member.UntilAsync(() => first.Assigned.SequenceEqual(Whole), "the first member has all partitions", first);
        await using var second = new Member(stranger, details);
        await Member.UntilAsync(() => Share(first, second), "two members share", first, second);
        await ProduceAsync(broker, "a", 40);
        await Member.UntilAsync(() => first.Values.Union(second.Values).Count() == 40, "both read", first, second);

        await second.KillAsync();
        await Member.UntilAsync(() => first.Assigned.SequenceEqual(Whole), "the first member has all partitions again", first);
        await ProduceAsync(broker, "b", 40);
        await Member.UntilAsync(() => first.Values.Count(value => value.StartsWith('b')) == 40, "the first reads all", first);
        await using var third = new Member(stranger, details);
        await Member.UntilAsync(() => Share(first, third), "it shares with who came back", first, third);
        await first.LeaveAsync();
        await Member.UntilAsync(() => third.Assigned.SequenceEqual(Whole), "the last member has all partitions", third);
        await third.LeaveAsync();
    }

    [Theory]
    [InlineData(Stranger.ConfluentPython, "classic", true)]
    [InlineData(Stranger.ConfluentKafka, "classic", true)]
    [InlineData(Stranger.ConfluentKafka, "classic", false)]
    [InlineData(Stranger.ConfluentKafka, "consumer", false)]      // there, who was killed is let in again after its session only
    public async Task A_static_member_that_goes_and_returns_within_its_session_takes_its_own_partitions_without_a_rebalance(
        string client, string protocol, bool dies)
    {
        var stranger = Stranger.Named(client);
        var session = TimeSpan.FromSeconds(30);
        await using var broker = await StartAsync(session);
        var sessionMs = (int)session.TotalMilliseconds;
        object Named(string instance) => new { bootstrap = broker.BootstrapServers, topic = Topic, group = "staff", strategy = "range", protocol, instance, sessionMs };

        await using var ada = new Member(stranger, Named("ada"));
        await using var bob = new Member(stranger, Named("bob"));
        await Member.UntilAsync(() => Share(ada, bob), "two members share", ada, bob);
        var (ofAda, ofBob) = (ada.Assigned, bob.Assigned);
        await (dies ? bob.KillAsync() : bob.LeaveAsync());
        await using var back = new Member(stranger, Named("bob"));

        await Member.UntilAsync(() => back.Assigned.Length > 0, "bob is back", ada, back);
        back.Assigned.ShouldBe(ofBob);
        ada.Assigned.ShouldBe(ofAda);
    }

    private static bool Share(Member one, Member other) =>
        (one.Assigned, other.Assigned) is ({ Length: 2 } mine, { Length: 2 } others) && mine.Concat(others).Order().SequenceEqual(Whole);

    // With the topic: consumers on librdkafka make none.
    private static async Task<RunningBroker> StartAsync(TimeSpan session)
    {
        var broker = await RunningBroker.StartAsync(new BrokerOptions
        {
            Fsync = false,
            Listeners = [new ListenerOptions { Port = 0 }],
            Registry = null,
            Groups = new GroupOptions { MinSessionTimeout = session, ConsumerSessionTimeout = session, ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(300) },
        });
        using var admin = KafkaAdmin.Open(Configuration(broker));
        (await admin.Topics.CreateAsync([new NewTopic(Topic, Partitions, 1)], cancellation: TestContext.Current.CancellationToken)).ThrowIfAnyFailed();
        return broker;
    }

    private static KafkaConfiguration Configuration(RunningBroker broker) =>
        KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });

    private static async Task ProduceAsync(RunningBroker broker, string prefix, int count)
    {
        using var producer = BatchProducer.Open(Configuration(broker));
        var batch = new ProducerBatch(Topic);
        for (var at = 0; at < count; at++) batch.Add(default, Encoding.UTF8.GetBytes(prefix + at.ToString(CultureInfo.InvariantCulture)), at % Partitions);
        producer.Send(batch, TestContext.Current.CancellationToken);
        await Task.Run(() => producer.Flush(TestContext.Current.CancellationToken));
    }
}
