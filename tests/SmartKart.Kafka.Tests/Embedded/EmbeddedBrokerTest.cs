namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>A test against an embedded broker, which it shares with those of its class; without librdkafka it is skipped by name.</summary>
public abstract class EmbeddedBrokerTest : IClassFixture<EmbeddedBroker>, IDisposable
{
    private protected EmbeddedBrokerTest(EmbeddedBroker broker)
    {
        Library.SkipIfAbsent();
        Broker = broker;
        Admin = KafkaAdmin.Open(broker.Configuration);
    }

    private protected EmbeddedBroker Broker { get; }

    private protected KafkaAdmin Admin { get; }

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Admin.Dispose();
        GC.SuppressFinalize(this);
    }
}
