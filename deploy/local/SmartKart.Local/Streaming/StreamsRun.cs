using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;
using SmartKart.Topologies;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Features;
using SmartKart.Topologies.Features.Delivery;
using SmartKart.Topologies.Watermarks;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Streaming;

/// <summary>Topologies at work over the topics of a cluster, exactly once, and tiles on their way to Redis.</summary>
internal sealed class StreamsRun : IAsyncDisposable
{
    /// <summary>What the topology of features is called.</summary>
    public const string Features = "features";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ClusterSession _cluster;
    private readonly WorkerOptions _options;
    private readonly OnlineDelivery _delivery;
    private readonly TopologyWorker _worker;
    private readonly ILoggerFactory _logs;

    private StreamsRun(ClusterSession cluster, WorkerOptions options, OnlineDelivery delivery, TopologyWorker worker, ILoggerFactory logs) =>
        (_cluster, _options, _delivery, _worker, _logs) = (cluster, options, delivery, worker, logs);

    /// <summary>Every topology's name.</summary>
    public static IEnumerable<string> Names => TopologyCatalog.All.Select(named => named.Name).Prepend(Features);

    /// <summary>Starts them. The catalogue's topics must exist.</summary>
    /// <param name="cluster">Where the events are.</param>
    /// <param name="redis">The online store.</param>
    /// <param name="topologies">Of <see cref="Names"/>.</param>
    /// <param name="views">Which features to compute.</param>
    /// <param name="stateDirectory">Where they keep their state.</param>
    /// <param name="features">How features are computed; their clock is what tells now to all, and to Redis.</param>
    /// <param name="cancel">Gives up the start.</param>
    public static async Task<StreamsRun> StartAsync(
        ClusterSession cluster, RedisOptions redis, IReadOnlyCollection<string> topologies, IReadOnlyList<FeatureView> views, string stateDirectory,
        FeatureTopologyOptions features, CancellationToken cancel)
    {
        var logs = StderrLog.Create();
        var options = new WorkerOptions { StateDirectory = stateDirectory };
        var delivery = OnlineDelivery.Open(redis, features.Clock, logs);
        try
        {
            var hosted = new List<HostedTopology>();
            if (topologies.Contains(Features))
                hosted.Add(new HostedTopology(Features, SourcesOf(views), FeatureTopology.Build(views, cluster.Registry, delivery, features)));
            var setting = new TopologySetting(await RegisteredEventSerdes.RegisterAsync(cluster.Registry, cancel), new TimingOptions { WallClock = features.Clock is not null });
            foreach (var named in TopologyCatalog.All.Where(named => topologies.Contains(named.Name)))
                hosted.Add(new HostedTopology(named.Name, named.Sources, named.Build(setting)));
            var worker = await TopologyWorker.StartAsync(hosted, options, cluster.Kafka, await EventDeadLetters.RegisterAsync(cluster.Registry, cancel), logs, cancel);
            return new StreamsRun(cluster, options, delivery, worker, logs);
        }
        catch
        {
            await delivery.DisposeAsync();
            logs.Dispose();
            throw;
        }
    }

    /// <summary>Ends when it fails, with its fault.</summary>
    public Task Completion => _worker.Completion;

    /// <summary>Waits until every event was processed, and what came of it stands in Redis.</summary>
    /// <param name="progress">Receives how many records were processed so far, internal ones included.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>How many records that were.</returns>
    /// <exception cref="CommandException">Redis doesn't take all of it.</exception>
    public async Task<long> CatchUpAsync(IProgress<long> progress, CancellationToken cancel)
    {
        var lag = new TopologyLag(_cluster.Admin);
        await _worker.RunningAsync(cancel);
        while (true)
        {
            if (_worker.Completion.IsCompleted) await _worker.Completion;      // one failed: that is why nothing comes
            var partitions = new List<PartitionLag>();
            foreach (var (topology, _) in _worker.Topologies)
                partitions.AddRange(await lag.ReadAsync(_options.ApplicationOf(topology.Name), topology.Sources, cancel));
            var done = partitions.Sum(each => each.End - each.Begin - each.Records);
            progress.Report(done);
            if (partitions.All(each => each.Records == 0))
            {
                if (await _delivery.FlushAsync(Patience, cancel)) return done;
                throw new CommandException($"{_delivery.Unwritten} keys were not written within {Patience.TotalMinutes:0} minutes. Redis is slow, or away: run it again.");
            }
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _delivery.DisposeAsync();
        _logs.Dispose();
    }

    /// <summary>The topics that views read.</summary>
    public static IReadOnlyList<string> SourcesOf(IReadOnlyList<FeatureView> views) =>
        [.. views.Where(view => view.Source is not null).Select(view => view.Source!.Topic.Name).Distinct()];
}
