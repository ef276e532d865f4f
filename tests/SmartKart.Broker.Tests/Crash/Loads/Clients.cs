using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>How the clients of a broker that is killed are set: they try again soon, and do not give up.</summary>
internal static class Clients
{
    public static KafkaConfiguration Of(BrokerProcess broker) =>
        KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers, StatisticsInterval = TimeSpan.Zero })
            .With("reconnect.backoff.ms", "10")
            .With("reconnect.backoff.max.ms", "100")
            .With("retry.backoff.ms", "20");
}
