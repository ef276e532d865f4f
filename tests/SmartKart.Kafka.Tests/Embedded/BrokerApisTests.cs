namespace SmartKart.Kafka.Tests.Embedded;

public sealed class BrokerApisTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    [Fact]
    public async Task The_embedded_broker_says_that_it_speaks_the_consumer_protocol()
    {
        Library.SkipIfAbsent();

        (await BrokerApis.SpeakConsumerProtocolAsync(broker.Configuration, cancellation: TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public async Task Where_no_broker_answers_nobody_is_told_that_it_is_old()
    {
        Library.SkipIfAbsent();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(async () => await BrokerApis.SpeakConsumerProtocolAsync(
            KafkaConfiguration.From(new KafkaOptions { BootstrapServers = "127.0.0.1:1" }), cancellation: patience.Token));
    }
}
