using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>With a broker of its own, which is stopped and started under the application.</summary>
public sealed class BrokerRestartTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    private const int Partitions = 2;
    private const int Keys = 10;

    [Theory]
    [InlineData(StreamsGroupProtocol.Consumer)]
    [InlineData(StreamsGroupProtocol.Classic)]
    public async Task A_broker_that_restarts_costs_no_record_and_no_thread(StreamsGroupProtocol protocol)
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            CommitInterval = TimeSpan.FromMilliseconds(50), GroupProtocol = protocol,
        };
        await using var application = await Application.RunAsync(broker, Topologies.Count(from, to), options);
        broker.ProduceNumbers(from, records: 300, Partitions, Keys);

        await broker.RestartAsync();
        broker.ProduceNumbers(from, records: 300, Partitions, Keys, from: 300);

        using var reader = new TopicReader(broker, to);
        CountShould.BeExact(reader.Read(600), 600);
    }

    [Fact]
    public async Task Instances_of_the_classic_protocol_share_the_work_too()
    {
        var (from, to) = (await broker.NewTopicAsync(Partitions), await broker.NewTopicAsync());
        var options = new StreamsOptions
        {
            ApplicationId = broker.NewName("app"), StateDirectory = broker.NewFolder(), ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            CommitInterval = TimeSpan.FromMilliseconds(50), GroupProtocol = StreamsGroupProtocol.Classic,
        };
        await using var first = await Application.RunAsync(broker, Topologies.Count(from, to), options);
        broker.ProduceNumbers(from, records: 200, Partitions, Keys);
        await using var second = await Application.RunAsync(broker, Topologies.Count(from, to), options with { StateDirectory = broker.NewFolder() });
        await broker.SharesAsync(options.ApplicationId, members: 2, partitionsEach: 1);
        broker.ProduceNumbers(from, records: 200, Partitions, Keys, from: 200);

        using var reader = new TopicReader(broker, to);
        CountShould.BeExact(reader.Read(400), 400);
    }
}
