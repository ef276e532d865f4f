using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Parity;
using SmartKart.Local.Features;
using SmartKart.Local.Models;
using SmartKart.Local.Platform;
using SmartKart.Local.Replays;
using SmartKart.Local.Sales;
using SmartKart.Local.Serving;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Registry;
using SmartKart.Serving;
using SmartKart.Topologies.Archive;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Local.Demos;

/// <summary>
/// A history on its way through a running platform: to the topics and back, through the topologies, to the warehouse and Redis, into a model, and to a visitor
/// over HTTP. The platform is its caller's; what else it starts ends with it.
/// </summary>
/// <param name="platform">What runs; with topologies.</param>
/// <param name="definitions">The features.</param>
/// <param name="archive">How topics are archived, and where to.</param>
internal sealed class DemoRun(PlatformRun platform, DefinitionSet definitions, ArchiveOptions archive) : IAsyncDisposable
{
    private const string StreamsProducer = "streams";

    // The generated SQL is for engines of many machines: here it is the oracle, of some keys.
    private const int SqlKeysMax = 2_000;

    private readonly HistorySource _warehouse = new(archive.Root!);       // the section gives one
    private readonly ModelRegistry _registry = new(RegistryOption.DefaultRoot(platform.DataDirectory));
    private readonly StreamsRun _streams = platform.Streams!;             // the demo runs them
    private SalesRun? _sales;

    /// <summary>Brings a history all the way.</summary>
    public async Task<ReplayResult> ShowAsync(IHistory history, IWorkProgress progress, CancellationToken cancel)
    {
        var cluster = platform.Cluster;
        progress.Say($"broker at {cluster.BootstrapServers}, schema registry at {cluster.RegistryAddress}");
        _sales = await SalesRun.StartAsync(cluster, platform.DataDirectory, cancel);
        var before = TopicCatalog.Shipped.All.ToDictionary(topic => topic.Name, topic => ArchivedEvents.CountOf(_warehouse, topic));
        var began = TimeProvider.System.GetTimestamp();
        PublishedHistory published;
        using (var step = progress.Begin($"{history.Name}: publishing"))
            published = await new HistoryReplay(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System)
                .PublishAsync(history, new EventsSeen(step), cancel);
        HistoryReadBack readBack;
        using (var step = progress.Begin("reading back with a second client", published.Events))
            readBack = await new ReplayCheck(cluster.Kafka, cluster.Registry, TimeProvider.System).RunAsync(published, new EventsSeen(step), cancel);
        var result = new ReplayResult(cluster, published, readBack);
        if (published.Topics.FirstOrDefault(topic => topic.Name == Topics.OrderPlaced) is not { } orders) return result;
        using (var step = progress.Begin("sales per product and hour, exactly once", orders.Totals.Events))
        {
            await _sales.CatchUpAsync(orders, new EventsSeen(step), cancel);
            var earlier = orders.Begins.Sum(begin => begin.Offset);
            result = result with { Sales = new SalesResult(_sales.Ask(), orders.Totals.Events, earlier, TimeProvider.System.GetElapsedTime(began)) };
        }
        StreamRun stream;
        using (var step = progress.Begin("features and all other topologies, exactly once"))
        {
            var records = await _streams.CatchUpAsync(new EventsSeen(step), cancel);
            var views = definitions.Views.Count(view => view.Source is not null);
            stream = new StreamRun(views, published.Events, records, TimeProvider.System.GetElapsedTime(began));
        }
        string[] derived = [.. TopicCatalog.Shipped.All.Where(topic => topic.Producer == StreamsProducer).Select(topic => topic.Name)];
        string[] topics = [.. published.Topics.Select(topic => topic.Name)];
        using (progress.Begin("topics to Parquet")) await _streams.ArchivedAsync([.. topics, .. derived], archive, cancel);
        long Archived(string topic) => ArchivedEvents.CountOf(_warehouse, TopicCatalog.Shipped[topic]) - before[topic];
        var (training, parity) = await OfflineFaults.AsCommandsAsync(() => FeaturesAsync(progress, cancel));
        result = result with
        {
            Features = new FeaturesResult(topics.Sum(Archived), derived.ToDictionary(topic => topic, Archived), stream, training, parity),
            Recommender = ModelFaults.AsCommands(() => RecommenderResult.Run(_warehouse, _registry, progress, cancel)),
        };
        if (result.Recommender.Lists is not { Customers: [var customer, ..] }) return result;      // too small to be shown to a visitor
        using (progress.Begin("a visitor asks over HTTP")) result = result with { Serving = await AskAsync(customer.Products[^1], cancel) };
        // What the visitor did is part of the history from now on.
        using (progress.Begin("what the visitor did to Parquet"))
        {
            await _streams.CatchUpAsync(new Progress<long>(), cancel);
            await _streams.ArchivedAsync([.. topics, .. derived], archive, cancel);
        }
        return result;
    }

    /// <summary>Serves what came of the history, with the history's clock: it goes on from its newest event.</summary>
    /// <param name="options">How.</param>
    /// <param name="until">When the newest event was that is known of, where the archive may not have it yet.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<ServingRun> ServeAsync(ServingOptions options, DateTimeOffset? until, CancellationToken cancel)
    {
        long?[] known = [ArchivedEvents.NewestOf(_warehouse, StreamsRun.SourcesOf([.. definitions.Views])), until is { } last ? Instant.Of(last) : null];
        var clock = known.Max() is { } newest ? new ShiftedClock(DateTimeOffset.UnixEpoch.AddMicroseconds(newest + 1)) : TimeProvider.System;
        return ServingRun.StartAsync(platform, options, definitions, _registry, clock, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sales is not null) await _sales.DisposeAsync();
    }

    private async Task<ServingShown> AskAsync(string looked, CancellationToken cancel)
    {
        await using var serving = await ServeAsync(new ServingOptions { Port = 0 }, until: null, cancel);
        return await serving.ShowAsync(looked, $"anon:{Guid.NewGuid():N}", cancel);
    }

    // Features as of the moment after the history's last event: what the store answers then, and what training would have seen.
    private async Task<(TrainingRun Training, ParityRun[] Parity)> FeaturesAsync(IWorkProgress progress, CancellationToken cancel)
    {
        var views = ViewChoice.Of(definitions, names: null, _warehouse);
        var now = ArchivedEvents.NewestOf(_warehouse, StreamsRun.SourcesOf(views))!.Value + 1;      // of sessions, too, which close later; views are fed

        var (labels, output) = (Path.Combine(_warehouse.Root, "order_lines.parquet"), Path.Combine(_warehouse.Root, "training_set.parquet"));
        TrainingRun.WriteOrderLines(_warehouse, labels);
        var options = new OfflineOptions { Output = new ParquetWriteOptions { Overwrite = true, Compression = ParquetCompression.Snappy } };
        var service = TrainingRun.OrderLineService(views);
        var training = await TrainingRun.RunAsync(OfflineEngine.Local, service, _warehouse, labels, output, options, progress, cancel);

        var (sweep, oracle) = (new ParityOptions { Engine = OfflineEngine.Local }, new ParityOptions { Engine = OfflineEngine.Sql, KeysMax = SqlKeysMax });
        var redis = platform.Online.Options;
        return (training,
        [
            await ParityRun.RunAsync(views, _warehouse, redis, now, sweep, progress, cancel),
            await ParityRun.RunAsync(views, _warehouse, redis, now, oracle, progress, cancel),
        ]);
    }
}
