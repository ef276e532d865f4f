using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmartKart.Backfill.Replay;
using SmartKart.Broker;
using SmartKart.Broker.Storage;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;

namespace SmartKart.Local.Clusters;

/// <summary>
/// The cluster that a command works on, and the clients to do so: the one that the configuration names; else the one that runs over the
/// data directory already, started by <c>smartkart up</c> or <c>demo</c>; else one of the session's own, which ends with it.
/// </summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    // A command that has the folder for itself is done in a second or two, and one that will share it says so as soon as it listens.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // One machine has no use for more: each is a task of every topology, and a file to make durable at every commit of theirs.
    private const int EmbeddedPartitions = 2;

    private readonly EmbeddedCluster? _own;
    private readonly int? _partitionsMax;
    private readonly ServiceProvider _services;
    private readonly Lazy<SchemaRegistryClient> _registry;

    private ClusterSession(IConfiguration configuration, EmbeddedCluster? own, int? partitionsMax)
    {
        (_own, _partitionsMax) = (own, partitionsMax);
        _services = new ServiceCollection().AddKafka(configuration).BuildServiceProvider();
        var registry = RegistrySection.Read(configuration);
        _registry = new Lazy<SchemaRegistryClient>(() => new SchemaRegistryClient(registry));
        BootstrapServers = configuration[LocalConfiguration.Keys.BootstrapServers] ?? "";
        RegistryAddress = string.Join(",", registry.Urls);
    }

    /// <summary>Where the cluster is, for messages.</summary>
    public string BootstrapServers { get; }

    /// <summary>Where its schema registry is, for messages.</summary>
    public string RegistryAddress { get; }

    /// <summary>Whether the cluster runs in this process, and ends with the session.</summary>
    public bool IsOwn => _own is not null;

    /// <summary>Ends when the cluster in this process can't go on, with why; never, where it is another's.</summary>
    public Task EndAsync() => _own?.EndAsync() ?? Task.Delay(Timeout.InfiniteTimeSpan);

    /// <summary>What producers and consumers are opened with.</summary>
    public KafkaConfiguration Kafka => _services.GetRequiredService<KafkaConfiguration>();

    /// <summary>The cluster's administrator.</summary>
    public KafkaAdmin Admin => _services.GetRequiredService<KafkaAdmin>();

    /// <summary>The cluster's schema registry; nothing is asked of it before it is used.</summary>
    public SchemaRegistryClient Registry => _registry.Value;

    /// <summary>Runs a command's work on the cluster that its flags and the configuration name.</summary>
    public static async Task<int> UseAsync(ParseResult parsed, Func<ClusterSession, Task<int>> work, CancellationToken cancellation)
    {
        await using var session = await OpenAsync(LocalConfiguration.Read(parsed), isAnnounced: false, cancellation);
        return await work(session);
    }

    /// <param name="configuration">The command's configuration.</param>
    /// <param name="isAnnounced">Whether a cluster that the session starts is there for other commands too.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CommandException">No cluster is named, and the embedded one cannot be started.</exception>
    public static async Task<ClusterSession> OpenAsync(IConfigurationRoot configuration, bool isAnnounced, CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(configuration[LocalConfiguration.Keys.BootstrapServers])) return new ClusterSession(configuration, own: null, partitionsMax: null);
        var options = BrokerSection.AtFreePorts(BrokerSection.Read(configuration));
        var (own, endpoints) = await StartOrJoinAsync(options, isAnnounced, TimeProvider.System, cancellation);
        return await OverAsync(configuration, endpoints, own);
    }

    /// <summary>The session over an embedded cluster that its caller has started: it ends with the session, and if the session can't be made.</summary>
    /// <param name="configuration">The command's configuration; names no cluster, and is changed to name this one.</param>
    /// <param name="own">The cluster.</param>
    public static Task<ClusterSession> OverAsync(IConfigurationRoot configuration, EmbeddedCluster own) => OverAsync(configuration, own.Endpoints, own);

    private static async Task<ClusterSession> OverAsync(IConfigurationRoot configuration, Endpoints endpoints, EmbeddedCluster? own)
    {
        configuration[LocalConfiguration.Keys.BootstrapServers] = endpoints.BootstrapServers;
        if (!RegistrySection.NamesOne(configuration)) configuration[LocalConfiguration.Keys.RegistryUrl] = endpoints.SchemaRegistry.AbsoluteUri;
        try
        {
            return new ClusterSession(configuration, own, PartitionsMax(configuration));
        }
        catch
        {
            if (own is not null) await own.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Creates those of the catalogue's topics that are missing: on a cluster that the configuration names with the catalogue's partitions, on the
    /// embedded one with no more than <c>Local:Partitions</c>.
    /// </summary>
    /// <exception cref="KafkaException">The cluster refuses.</exception>
    public Task CreateTopicsAsync(CancellationToken cancellation) => CatalogueTopics.CreateAsync(Admin, _partitionsMax, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_registry.IsValueCreated) _registry.Value.Dispose();
        await _services.DisposeAsync();
        if (_own is not null) await _own.DisposeAsync();
    }

    private static int PartitionsMax(IConfiguration configuration)
    {
        const string key = LocalConfiguration.Keys.Partitions;
        if (configuration[key] is not { Length: > 0 } text) return EmbeddedPartitions;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var partitions) && partitions > 0
            ? partitions
            : throw new CommandException($"{key} is '{text}', and has to be 1 or more: how many partitions a topic of the embedded broker has at most. Mend or remove that key.");
    }

    // The lock decides, not the file: who gets the folder has it alone, and a file that is there all the same is of a crash.
    private static async Task<(EmbeddedCluster? Own, Endpoints Endpoints)> StartOrJoinAsync(
        BrokerOptions options, bool isAnnounced, TimeProvider time, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                var own = await EmbeddedCluster.StartAsync(options, isAnnounced, cancellation);
                return (own, own.Endpoints);
            }
            catch (DirectoryInUseException busy)
            {
                if (EndpointsFile.Read(options.DataDirectory) is { } running) return (null, running);
                if (time.GetElapsedTime(began) > LongestWait)
                    throw new CommandException($"{busy.Message} It shares its broker with no other command. 'smartkart up' runs one that all commands use.", busy);
            }
            await Task.Delay(BetweenLooks, time, cancellation);
        }
    }
}
