using Microsoft.Extensions.Configuration;
using SmartKart.Broker.Storage;
using SmartKart.FeatureStore.Online;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Online;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Local.Workers;
using SmartKart.Prometheus;
using SmartKart.Prometheus.Endpoints;
using SmartKart.Prometheus.Pages;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;

namespace SmartKart.Local.Platform;

/// <summary>
/// All of the platform in one process, over one data directory: broker and registry, Redis, the catalogue's topics, the topologies, metrics. Started in that order
/// and stopped in reverse; what is configured to be elsewhere is used, and neither started nor stopped.
/// </summary>
internal sealed class PlatformRun : IAsyncDisposable
{
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromSeconds(35);       // what a private Redis may take to save and end
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly Stack<IAsyncDisposable> _parts = new();        // what must be stopped, the last started first
    private readonly CancellationTokenSource _stop = new();
    private readonly string _dataDirectory;
    private WorkerHost? _host;
    private ClusterSession? _cluster;
    private OnlineSession? _online;
    private OnlineMemory? _memory;
    private StreamsRun? _streams;
    private Task _redisKept = Task.CompletedTask;

    private PlatformRun(string dataDirectory) => _dataDirectory = dataDirectory;

    /// <summary>Where its parts answer.</summary>
    public PlatformEndpoints Endpoints { get; private set; } = null!;       // set when it has started

    /// <summary>Where its data lie.</summary>
    public string DataDirectory => _dataDirectory;

    /// <summary>Whether the broker and registry are this process'.</summary>
    public bool OwnsCluster => _cluster!.IsOwn;             // as Endpoints

    /// <summary>Whether Redis is this process'.</summary>
    public bool OwnsRedis => _online!.OwnProcessId is not null;

    /// <summary>The cluster.</summary>
    public ClusterSession Cluster => _cluster!;

    /// <summary>The online store.</summary>
    public OnlineSession Online => _online!;

    /// <summary>Its topologies; null where other processes run them.</summary>
    public StreamsRun? Streams => _streams;

    /// <summary>The cluster's administrator.</summary>
    public KafkaAdmin Admin => _cluster!.Admin;

    /// <summary>What is measured now.</summary>
    public MetricsPage Page() => _host!.Page();

    /// <summary>Which parts do their work.</summary>
    public IReadOnlyList<PartHealth> Health() =>
    [
        new PartHealth("broker", _cluster is not null, _cluster is null ? "starting" : "running"),
        new PartHealth("redis", _memory?.Bytes is not null, _memory is null ? "starting" : _memory.Bytes is null ? "no answer" : "running"),
        .. _streams?.Health ?? [],
    ];

    /// <summary>Starts it.</summary>
    /// <exception cref="CommandException">A part can't be started, or another process runs the platform over the data directory.</exception>
    public static async Task<PlatformRun> StartAsync(IConfigurationRoot configuration, PlatformOptions options, Action<string> say, CancellationToken cancel)
    {
        var run = new PlatformRun(BrokerSection.DataDirectory(configuration));
        try
        {
            await run.OpenAsync(configuration, options, say, cancel);
            return run;
        }
        catch (Exception fault)
        {
            await run.DisposeAsync();
            if (fault is StreamsException or SchemaRegistryException or KafkaException) throw new CommandException(fault.Message, fault);
            throw;
        }
    }

    /// <summary>Waits until it is told to stop, or a part fails.</summary>
    /// <param name="stop">Tells it to stop.</param>
    /// <exception cref="CommandException">A part failed: which, and why.</exception>
    public async Task EndAsync(CancellationToken stop)
    {
        List<Task> ends = [StopSignal.WaitAsync(stop), _cluster!.EndAsync(), _redisKept];      // it has started
        if (_streams is not null) ends.Add(_streams.EndAsync());
        await await Task.WhenAny(ends);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _redisKept;       // it must not start a server that nobody stops
        }
        catch (Exception ended) when (ended is OperationCanceledException or CommandException)
        {
            // Told to stop; or it failed, and EndAsync has said so.
        }
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
        _stop.Dispose();
    }

    private async Task OpenAsync(IConfigurationRoot configuration, PlatformOptions options, Action<string> say, CancellationToken cancel)
    {
        var lease = PlatformLease.Take(_dataDirectory);
        Own(new Held(lease));
        _host = Own(await WorkerHost.StartAsync(configuration, MetricsOptions.UsualPort, "up", Health, cancel));
        _cluster = Own(await OpenClusterAsync(configuration, options, cancel));
        await OutliveLeftoverAsync(lease.Crashed, say, cancel);
        _online = Own(await OnlineSession.OpenAsync(configuration, cancel));
        _memory = Own(OnlineMemory.Watch(_online.Options));
        await _cluster.CreateTopicsAsync(cancel);
        if (options.Topologies.Count > 0)
        {
            _streams = Own(await StreamsRun.StartAsync(_cluster, _online.Options, options.Topologies, options.Views, options.Streams, options.Features, options.Archive, cancel));
        }
        _redisKept = OwnsRedis ? _online.KeepAsync(say, _stop.Token) : Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
        Endpoints = new PlatformEndpoints(
            Environment.ProcessId, _cluster.BootstrapServers, _cluster.RegistryAddress, _online.Options.Connection!, _online.OwnProcessId, _host.Address);      // a session has one
        lease.Announce(Endpoints);
    }

    private static async Task<ClusterSession> OpenClusterAsync(IConfigurationRoot configuration, PlatformOptions options, CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(configuration[LocalConfiguration.Keys.BootstrapServers])) return await ClusterSession.OpenAsync(configuration, isAnnounced: true, cancel);
        try
        {
            return await ClusterSession.OverAsync(configuration, await EmbeddedCluster.StartAsync(options.Broker, isAnnounced: true, cancel));
        }
        catch (DirectoryInUseException busy)
        {
            var where = EndpointsFile.Read(options.Broker.DataDirectory) is { } running
                ? $" It listens at {running.BootstrapServers}, its registry at {running.SchemaRegistry}."
                : "";
            throw new CommandException($"{busy.Message}{where} --data-directory names another.", busy);
        }
    }

    // A Redis whose program was killed ends by itself, but saves what it has first. Taken for one that stays, it would be gone in a moment.
    private static async Task OutliveLeftoverAsync(PlatformEndpoints? crashed, Action<string> say, CancellationToken cancel)
    {
        if (crashed?.RedisProcessId is not { } leftover || !EndpointsFile.IsRunning(leftover)) return;
        say($"the run before was killed (process {crashed.ProcessId}); waiting for its redis-server (process {leftover}) to save and end");
        var began = TimeProvider.System.GetTimestamp();
        while (EndpointsFile.IsRunning(leftover) && TimeProvider.System.GetElapsedTime(began) < LeftoverPatience) await Task.Delay(BetweenLooks, cancel);
    }

    private T Own<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private sealed class Held(PlatformLease lease) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            lease.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
