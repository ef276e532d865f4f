using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;

namespace SmartKart.Local.Clusters;

/// <summary>
/// The cluster that a command works on, and the clients to do so: the one that the configuration names, else the embedded one, which
/// lives as long as the session.
/// </summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private const string DefaultDataDirectory = ".smartkart";

    private readonly EmbeddedCluster? _embedded;
    private readonly ServiceProvider _services;
    private readonly Lazy<SchemaRegistryClient> _registry;

    private ClusterSession(IConfiguration configuration, EmbeddedCluster? embedded)
    {
        _embedded = embedded;
        _services = new ServiceCollection().AddKafka(configuration).BuildServiceProvider();
        _registry = new Lazy<SchemaRegistryClient>(() => new SchemaRegistryClient(RegistrySection.Read(configuration)));
        BootstrapServers = configuration[LocalConfiguration.Keys.BootstrapServers] ?? "";
    }

    /// <summary>Where the cluster is, for messages.</summary>
    public string BootstrapServers { get; }

    /// <summary>What producers and consumers are opened with.</summary>
    public KafkaConfiguration Kafka => _services.GetRequiredService<KafkaConfiguration>();

    /// <summary>The cluster's administrator.</summary>
    public KafkaAdmin Admin => _services.GetRequiredService<KafkaAdmin>();

    /// <summary>The cluster's schema registry; nothing is asked of it before it is used.</summary>
    public SchemaRegistryClient Registry => _registry.Value;

    /// <summary>Runs a command's work on the cluster that its flags and the configuration name.</summary>
    public static async Task<int> UseAsync(ParseResult parsed, Func<ClusterSession, Task<int>> work, CancellationToken cancellation)
    {
        await using var session = await OpenAsync(LocalConfiguration.Read(parsed), cancellation);
        return await work(session);
    }

    /// <exception cref="CommandException">No cluster is named, and the embedded one cannot be started.</exception>
    public static async Task<ClusterSession> OpenAsync(IConfigurationRoot configuration, CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(configuration[LocalConfiguration.Keys.BootstrapServers])) return new ClusterSession(configuration, embedded: null);
        var folder = Path.GetFullPath(configuration[LocalConfiguration.Keys.DataDirectory] ?? DefaultDataDirectory);
        var embedded = await EmbeddedCluster.OpenAsync(folder, cancellation);
        configuration[LocalConfiguration.Keys.BootstrapServers] = embedded.BootstrapServers;
        if (!RegistrySection.NamesOne(configuration)) configuration[LocalConfiguration.Keys.RegistryUrl] = embedded.Registry.AbsoluteUri;
        return new ClusterSession(configuration, embedded);
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry.IsValueCreated) _registry.Value.Dispose();
        await _services.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }
}
