using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;
using SmartKart.Prometheus.Endpoints;
using SmartKart.Schemas.Catalogue;
using SmartKart.Streams;
using SmartKart.Topologies;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Features;
using SmartKart.Topologies.Features.Delivery;
using SmartKart.Topologies.Features.Placement;
using SmartKart.Topologies.Watermarks;
using SmartKart.Topologies.Worker;

namespace SmartKart.Local.Streaming;

/// <summary>Topologies at work over the topics of a cluster, exactly once, and tiles on their way to Redis.</summary>
internal sealed class StreamsRun : IAsyncDisposable
{
    /// <summary>What the topologies of features are called.</summary>
    public const string Features = PlacedViews.FirstName;

    /// <summary>What the archive is called, which is hosted beside the topologies.</summary>
    public const string Archive = "archive";

    // What all topologies wait for goes first: seven of them on two cores would keep the broker from answering for seconds.
    private const int BesideBroker = 10;
    private const int FeatureThreadsMax = 2;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ClusterSession _cluster;
    private readonly WorkerOptions _options;
    private readonly OnlineDelivery _delivery;
    private readonly TopologyWorker _worker;
    private readonly ContinuousArchive? _archive;
    private readonly ILoggerFactory _logs;

    private StreamsRun(
        ClusterSession cluster, WorkerOptions options, OnlineDelivery delivery, TopologyWorker worker, ContinuousArchive? archive, ILoggerFactory logs) =>
        (_cluster, _options, _delivery, _worker, _archive, _logs) = (cluster, options, delivery, worker, archive, logs);

    /// <summary>The name of every topology, and of the archive.</summary>
    public static IEnumerable<string> Names => TopologyCatalog.All.Select(named => named.Name).Prepend(Features).Append(Archive);

    /// <summary>Every topology with the topics that it reads, by the name that its application bears; those of features that ran once, or of all views where none did.</summary>
    public static async Task<IReadOnlyList<(string Name, IReadOnlyList<string> Sources)>> TopologiesAsync(
        ClusterSession cluster, IReadOnlyList<FeatureView> views, WorkerOptions options, CancellationToken cancel)
    {
        var placed = await PlacementsOf(cluster, options).FindAsync(views, cancel);
        if (placed.Count == 0) placed = [new PlacedViews(Generation: 1, views)];
        return [.. placed.Select(each => (each.Name, SourcesOf(each.Views))), .. TopologyCatalog.All.Select(named => (named.Name, named.Sources))];
    }

    /// <summary>Starts them. The catalogue's topics must exist.</summary>
    /// <param name="cluster">Where the events are.</param>
    /// <param name="redis">The online store.</param>
    /// <param name="topologies">Of <see cref="Names"/>.</param>
    /// <param name="views">Which features to compute.</param>
    /// <param name="options">How they run.</param>
    /// <param name="features">How features are computed; their clock is what tells now to all, and to Redis.</param>
    /// <param name="archive">How topics are archived, its root given.</param>
    /// <param name="cancel">Gives up the start.</param>
    public static async Task<StreamsRun> StartAsync(
        ClusterSession cluster, RedisOptions redis, IReadOnlyCollection<string> topologies, IReadOnlyList<FeatureView> views, WorkerOptions options,
        FeatureTopologyOptions features, ArchiveOptions archive, CancellationToken cancel)
    {
        var logs = StderrLog.Create();
        options = options with { ThreadNiceness = options.ThreadNiceness ?? (cluster.IsOwn ? BesideBroker : 0) };
        var delivery = OnlineDelivery.Open(redis, features.Clock, logs);
        try
        {
            var hosted = new List<HostedTopology>();
            if (topologies.Contains(Features)) hosted.AddRange(await FeaturesAsync(cluster, options, views, delivery, features, cancel));
            var setting = new TopologySetting(
                await RegisteredEventSerdes.RegisterAsync(cluster.Registry, cancel),
                new TimingOptions { WallClock = features.Clock is not null },
                await PartitionsAsync(cluster.Admin, [.. TopologyCatalog.All.SelectMany(named => named.Sources).Distinct()], cancel));
            foreach (var named in TopologyCatalog.All.Where(named => topologies.Contains(named.Name)))
                hosted.Add(new HostedTopology(named.Name, named.Sources, named.Build(setting)));
            var deadLetters = await EventDeadLetters.RegisterAsync(cluster.Registry, cancel);
            var worker = await TopologyWorker.StartAsync(hosted, options, cluster.Kafka, deadLetters, logs, cancel);
            var archiving = topologies.Contains(Archive) ? StartArchive(cluster, archive, deadLetters, logs) : null;
            return new StreamsRun(cluster, options, delivery, worker, archiving, logs);
        }
        catch
        {
            await delivery.DisposeAsync();
            logs.Dispose();
            throw;
        }
    }

    /// <summary>How they run.</summary>
    public WorkerOptions Options => _options;

    /// <summary>Ends when it fails, with its fault.</summary>
    public Task Completion => _archive is null
        ? _worker.Completion
        : _worker.Topologies.Any() ? Task.WhenAny(_worker.Completion, _archive.Completion).Unwrap() : _archive.Completion;

    /// <summary>What each topology does at the moment.</summary>
    public IReadOnlyList<PartHealth> Health => [.. _worker.Topologies.Select(each =>
        new PartHealth(each.Topology.Name, each.Streams.State == KafkaStreamsState.Running, each.Streams.State.ToString()))];

    /// <summary>Ends when a topology fails, and says which, and why.</summary>
    /// <exception cref="CommandException">A topology failed.</exception>
    public async Task EndAsync()
    {
        try
        {
            await Completion;
        }
        catch (Exception fault)
        {
            var name = _worker.Topologies.FirstOrDefault(each => each.Streams.Completion.IsFaulted).Topology?.Name ?? Archive;
            throw new CommandException($"The topology '{name}' failed: {fault.Message} Nothing that it had not committed was kept: started again, it goes on from there.", fault);
        }
    }

    /// <summary>Waits until its tasks process records, their state restored.</summary>
    public Task RunningAsync(CancellationToken cancel) => _worker.RunningAsync(cancel);

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
            if (Completion.IsCompleted) await Completion;      // one failed: that is why nothing comes
            var partitions = new List<PartitionLag>();
            foreach (var (topology, _) in _worker.Topologies)
                partitions.AddRange(await lag.ReadAsync(_options.ApplicationOf(topology.Name), topology.Sources, cancel));
            var done = partitions.Sum(each => each.End - each.Begin - each.Records);
            progress.Report(done);
            if (partitions.All(each => each.Records == 0))
            {
                if (await _delivery.FlushAsync(Patience, cancel)) return done;
                throw new CommandException($"{_delivery.Unwritten} keys are not written, and Redis has taken none for {Patience.TotalMinutes:0} minutes. It is away, or full: run it again once it answers.");
            }
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    /// <summary>Waits until topics are archived as far as they go now.</summary>
    /// <param name="topics">Topics of the catalogue.</param>
    /// <param name="archive">How they are archived.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task ArchivedAsync(IReadOnlyList<string> topics, ArchiveOptions archive, CancellationToken cancel)
    {
        var lag = new TopologyLag(_cluster.Admin);
        while ((await lag.ReadAsync(archive.ApplicationId, topics, cancel)).Any(partition => partition.Records > 0))
        {
            if (Completion.IsCompleted) await Completion;
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_archive is not null) await _archive.DisposeAsync();
        await _worker.DisposeAsync();
        await _delivery.DisposeAsync();
        _logs.Dispose();
    }

    // Views that are new since the last start have an application of their own, which reads their sources from the beginning.
    private static async Task<IEnumerable<HostedTopology>> FeaturesAsync(
        ClusterSession cluster, WorkerOptions options, IReadOnlyList<FeatureView> views, OnlineDelivery delivery, FeatureTopologyOptions features, CancellationToken cancel)
    {
        return (await PlacementsOf(cluster, options).PlaceAsync(views, cancel)).Select(placed => new HostedTopology(
            placed.Name, SourcesOf(placed.Views),
            FeatureTopology.Build(placed.Views, cluster.Registry, delivery, features with { Generation = placed.Generation }))
        {
            // All events go through it: while one thread waits for its transaction, the other goes on.
            Threads = Math.Min(FeatureThreadsMax, Environment.ProcessorCount),
        });
    }

    private static ViewPlacements PlacementsOf(ClusterSession cluster, WorkerOptions options) =>
        new(cluster.Kafka, cluster.Admin, options.ApplicationPrefix, TimeProvider.System);

    private static async Task<IReadOnlyDictionary<string, int>> PartitionsAsync(KafkaAdmin admin, IReadOnlyList<string> topics, CancellationToken cancel)
    {
        var described = await admin.Topics.DescribeAsync(topics, cancel);
        return described.ToDictionary(topic => topic.Name, topic => topic.Value.Partitions.Count, StringComparer.Ordinal);
    }

    private static ContinuousArchive StartArchive(ClusterSession cluster, ArchiveOptions options, EventDeadLetters deadLetters, ILoggerFactory logs)
    {
        var logger = logs.CreateLogger<ContinuousArchive>();
        var runs = new TopicArchive(cluster.Kafka, cluster.Admin, cluster.Registry, deadLetters, TimeProvider.System, options, logger);
        return ContinuousArchive.Start(
            runs, cluster.Admin, TopicCatalog.Shipped.All, options.Root!, options, TimeProvider.System, logger);      // the section gives one
    }

    /// <summary>The topics that views read.</summary>
    public static IReadOnlyList<string> SourcesOf(IReadOnlyList<FeatureView> views) =>
        [.. views.Where(view => view.Source is not null).Select(view => view.Source!.Topic.Name).Distinct()];
}
