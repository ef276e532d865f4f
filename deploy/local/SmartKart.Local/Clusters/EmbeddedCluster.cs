using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker;
using SmartKart.Broker.Network;

namespace SmartKart.Local.Clusters;

/// <summary>The broker and the schema registry that a command starts for itself where no cluster is named; they end with it.</summary>
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private const string BrokerFolder = "broker";
    private const int AnyPort = 0;

    private readonly KafkaBroker _broker;

    private EmbeddedCluster(KafkaBroker broker, Uri registry) => (_broker, Registry) = (broker, registry);

    /// <summary><c>host:port</c> of the broker.</summary>
    public string BootstrapServers => _broker.BootstrapServers;

    /// <summary>Where the registry answers.</summary>
    public Uri Registry { get; }

    /// <summary>Starts both on free ports of loopback, over what earlier commands left in a data directory.</summary>
    /// <exception cref="CommandException">They cannot be started.</exception>
    public static async Task<EmbeddedCluster> OpenAsync(string dataDirectory, CancellationToken cancellation)
    {
        var options = new BrokerOptions
        {
            DataDirectory = Path.Combine(dataDirectory, BrokerFolder),
            Listeners = [new ListenerOptions { Port = AnyPort }],
            Registry = new ListenerOptions { Name = "registry", Port = AnyPort },
            // A topic comes to be by a command that says so, not by a misspelt name.
            AutoCreateTopics = false,
        };
        try
        {
            var broker = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, cancellation: cancellation);
            var registry = broker.RegistryUrl ?? throw new InvalidOperationException("The broker was started with a registry and names none.");
            return new EmbeddedCluster(broker, new Uri(registry));
        }
        catch (Exception fault) when (fault is BrokerException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"The embedded broker cannot start over {options.DataDirectory}: {fault.Message} " +
                $"To use another cluster set {LocalConfiguration.Keys.BootstrapServers} in {LocalConfiguration.FileName}, " +
                "or give --bootstrap-servers host:port.", fault);
        }
    }

    public ValueTask DisposeAsync() => _broker.DisposeAsync();
}
