using System.Globalization;
using System.Text;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;
using SmartKart.Broker.Tests.Running;
using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Strangers;

/// <summary>A group of one client's members, which shares a topic of four partitions, and the broker under it.</summary>
internal sealed class Crew : IAsyncDisposable
{
    private const string Topic = "shared";
    private const int Partitions = 4;
    private static readonly int[] Whole = [0, 1, 2, 3];

    private readonly Stranger _client;
    private readonly RunningBroker _broker;
    private readonly string _strategy;
    private readonly string _protocol;
    private readonly TimeSpan _session;

    private Crew(Stranger client, RunningBroker broker, string strategy, string protocol, TimeSpan session) =>
        (_client, _broker, _strategy, _protocol, _session) = (client, broker, strategy, protocol, session);

    /// <param name="client">One of <see cref="Stranger.All"/>.</param>
    /// <param name="strategy">The assignor, by the protocol's name of it.</param>
    /// <param name="protocol">The group's: <c>classic</c> or <c>consumer</c>.</param>
    /// <param name="session">How long a member may be silent.</param>
    public static async Task<Crew> StartAsync(string client, string strategy, string protocol, TimeSpan session)
    {
        var stranger = Stranger.Named(client);
        var broker = await RunningBroker.StartAsync(new BrokerOptions
        {
            Fsync = false,
            Listeners = [new ListenerOptions { Port = 0 }],
            Registry = null,
            Groups = new GroupOptions { MinSessionTimeout = session, ConsumerSessionTimeout = session, ConsumerHeartbeatInterval = session / 10 },
        });
        // With the topic: consumers on librdkafka make none.
        using var admin = KafkaAdmin.Open(Configuration(broker));
        (await admin.Topics.CreateAsync([new NewTopic(Topic, Partitions, 1)], cancellation: TestContext.Current.CancellationToken)).ThrowIfAnyFailed();
        return new(stranger, broker, strategy, protocol, session);
    }

    /// <param name="instance">A static member's name.</param>
    public Member Join(string? instance = null) => new(_client, new
    {
        bootstrap = _broker.BootstrapServers,
        topic = Topic,
        group = "crew",
        strategy = _strategy,
        protocol = _protocol,
        instance,
        sessionMs = (int)_session.TotalMilliseconds,
    });

    /// <summary>Waits until one member has all partitions.</summary>
    public static Task HasAllAsync(Member member) => Member.UntilAsync(() => member.Assigned.SequenceEqual(Whole), "one member has all partitions", member);

    /// <summary>Waits until each of two members has half of the partitions.</summary>
    public static Task ShareAsync(Member one, Member other) =>
        Member.UntilAsync(() => AreShared(one.Assigned, other.Assigned), "two members share", one, other);

    /// <summary>Writes records whose values begin with a prefix, and waits until the members have read each.</summary>
    public async Task ReadAsync(string prefix, int count, params Member[] members)
    {
        using (var producer = BatchProducer.Open(Configuration(_broker)))
        {
            var batch = new ProducerBatch(Topic);
            for (var at = 0; at < count; at++) batch.Add(default, Encoding.UTF8.GetBytes(prefix + at.ToString(CultureInfo.InvariantCulture)), at % Partitions);
            producer.Send(batch, TestContext.Current.CancellationToken);
            await Task.Run(() => producer.Flush(TestContext.Current.CancellationToken));
        }
        var read = members.SelectMany(member => member.Values).Where(value => value.StartsWith(prefix, StringComparison.Ordinal)).Distinct();
        await Member.UntilAsync(() => read.Count() == count, $"all {count} records \"{prefix}…\" are read", members);
    }

    /// <summary>Two members share; one dies without a word, the other takes over; one returns, they share again; then they leave one by one.</summary>
    public async Task LoseAndRegainAMemberAsync()
    {
        await using var first = Join();
        await HasAllAsync(first);
        await using var second = Join();
        await ShareAsync(first, second);
        await ReadAsync("a", 40, first, second);

        await second.KillAsync();
        await HasAllAsync(first);
        await ReadAsync("b", 40, first);
        await using var third = Join();
        await ShareAsync(first, third);
        await first.LeaveAsync();
        await HasAllAsync(third);
        await third.LeaveAsync();
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    private static bool AreShared(int[] ones, int[] others) => (ones.Length, others.Length) == (2, 2) && ones.Concat(others).Order().SequenceEqual(Whole);

    private static KafkaConfiguration Configuration(RunningBroker broker) =>
        KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
}
