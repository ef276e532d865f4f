using System.Net;
using System.Net.Sockets;
using SmartKart.Broker.Network;
using SmartKart.Kafka;

namespace SmartKart.Streams.Tests.Embedded;

/// <summary>
/// The embedded broker, near to the tests and far from the application: the test's own clients reach it at once, the application's through
/// a network that the test can cut.
/// </summary>
public sealed class DistantBroker : IAsyncLifetime
{
    private BrokerProxy? _network;
    private EmbeddedBroker? _broker;

    /// <summary>As the test sees it.</summary>
    public EmbeddedBroker Near => _broker!; // xunit initializes a fixture first

    /// <summary>What lies between it and the application.</summary>
    internal BrokerProxy Network => _network!; // as above

    /// <summary>How the application reaches it. It tries again soon.</summary>
    public KafkaConfiguration Kafka => KafkaConfiguration
        .From(new KafkaOptions { BootstrapServers = $"127.0.0.1:{Network.Port}", StatisticsInterval = TimeSpan.Zero })
        .With("reconnect.backoff.ms", "10")
        .With("reconnect.backoff.max.ms", "100");

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        _network = new BrokerProxy(port);
        _broker = new EmbeddedBroker(new ListenerOptions { Name = "far", Port = port, AdvertisedPort = _network.Port });
        await _broker.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_network is not null) await _network.DisposeAsync();
        if (_broker is not null) await _broker.DisposeAsync();
    }

    // The network must be there before the broker, which tells of it, and the broker's port must be known to the network.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
