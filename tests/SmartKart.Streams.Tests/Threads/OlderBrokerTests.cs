using System.Collections.Frozen;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>
/// Against a broker of before KIP-848, as Apache Kafka 3 is, which doesn't say that it speaks the consumer group protocol; and against one on
/// which that is switched off.
/// </summary>
public sealed class OlderBrokerTests(DistantBroker distant) : IClassFixture<DistantBroker>
{
    private const int Partitions = 4;
    private const int Keys = 20;
    private const short ConsumerGroupHeartbeat = 68;
    private const short ConsumerGroupDescribe = 69;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_application_notices_by_itself_says_what_it_costs_and_goes_on_with_the_classic_protocol(bool isOld)
    {
        var broker = distant.Near;
        distant.Network.Hidden = isOld ? new[] { ConsumerGroupHeartbeat, ConsumerGroupDescribe }.ToFrozenSet() : FrozenSet<short>.Empty;
        distant.Network.RefusesConsumerProtocol = !isOld;
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        broker.ProduceNumbers(from, records: 200, Partitions, Keys);
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            CommitInterval = TimeSpan.FromMilliseconds(50), NumStandbyReplicas = 1, StandbyPlanInterval = TimeSpan.FromMilliseconds(200),
            Threads = 3, ThreadReplacementLimit = 0, // all find out at once, and none has failed
        };
        using var log = new WarningLog();
        await using var first = Application.New(broker, Topologies.Count(from, to), options, distant.Kafka, log);

        await first.Streams.StartAsync(TestContext.Current.CancellationToken);
        using var reader = new TopicReader(broker, to);
        reader.Read(200);
        var another = options with { StateDirectory = broker.NewFolder(), Threads = 1 };
        await using var second = await Application.RunAsync(broker, Topologies.Count(from, to), another, distant.Kafka);
        await broker.SharesAsync(options.ApplicationId, members: 4, partitionsEach: 1);
        await Application.Eventually(() => second.Streams.StandbyTasks.Count > 0, () => "the second's standbys");
        broker.ProduceNumbers(from, records: 200, Partitions, Keys, from: 200);

        CountShould.BeExact(reader.Read(400), 400);
        await first.Becomes(KafkaStreamsState.Running);
        log.Lines.Count(line => line.Contains("lacks the consumer group protocol", StringComparison.Ordinal)).ShouldBe(1);
        log.Lines.Count(line => line.Contains("at each rebalance every instance stops", StringComparison.Ordinal)).ShouldBe(1);
    }
}
