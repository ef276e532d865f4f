using System.CommandLine;
using SmartKart.Backfill;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Replay;
using SmartKart.Backfill.Simulation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Parity;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Models;
using SmartKart.Local.Platform;
using SmartKart.Local.Replays;
using SmartKart.Local.Sales;
using SmartKart.Local.Serving;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Prometheus;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Registry;
using SmartKart.Serving;
using SmartKart.Streams;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Features;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Local.Commands;

/// <summary>
/// The longest path from events to answers that exists so far: a history through the event contracts into Kafka and back, through a topology to a live
/// answer, and through the feature views into Redis and a training set.
/// </summary>
internal sealed class DemoCommand : Command, IHasExamples
{
    private const string MetricsPort = $"{MetricsOptions.Section}:{nameof(MetricsOptions.Port)}";
    private const string StreamsProducer = "streams";

    // Whoever looks on wants to see it in the warehouse, however many files that makes.
    private static readonly TimeSpan ArchivedAfter = TimeSpan.FromSeconds(1);

    // The generated SQL is for engines of many machines: here it is the oracle, of some keys.
    private const int SqlKeysMax = 2_000;

    private readonly Option<string?> _history = new("--history")
    {
        Description = "A history to use: UCI Online Retail as .csv or .parquet. Without it, a simulated day.",
        HelpName = "path",
    };
    private readonly Option<bool> _exit = new("--exit")
    {
        Description = "End once the result is printed. Without it what the demo started stays up until Ctrl-C.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document." };

    public DemoCommand() : base(
        "demo",
        "Show the whole of SmartKart on a history: so far, the platform as 'up' runs it, rows to events, published to Kafka, read back, and summed up as they "
            + "flow; what topologies make of them, their history in the warehouse, their features in Redis and in a training set, which agree; and what recommenders learn of them.")
    {
        LocalConfiguration.AddFlags(this);
        LocalConfiguration.AddOnlineFlags(this);
        Add(_history);
        Add(_exit);
        Add(_json);
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart demo", "a simulated day of a marketplace"),
        new("smartkart demo --history online_retail.parquet", "a year of a real shop, every row accounted for"),
        new("smartkart demo --json --exit", "the same as one JSON document, for a program to read"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        IHistory history = parsed.GetValue(_history) is { } path ? new OnlineRetailHistory(path) : new SimulatedHistory(new SimulationOptions());
        var configuration = LocalConfiguration.Read(parsed);
        configuration[MetricsPort] ??= "0";        // nobody else need find it by a fixed one
        var definitions = DefinitionSet.Read(DefinitionSource.Shipped);
        var archive = ArchiveSection.Read(configuration) with { RollAfter = ArchivedAfter };
        // The history has its own clock: now is the time of its newest event.
        var options = new PlatformOptions(
            BrokerSection.AtFreePorts(BrokerSection.Read(configuration)), [.. StreamsRun.Names], [.. definitions.Views], StreamsSection.Read(configuration),
            new FeatureTopologyOptions { Clock = null }, archive);
        try
        {
            await using var platform = await PlatformRun.StartAsync(configuration, options, Say, cancel);
            SalesRun? sales = null;
            try
            {
                var result = await WorkProgress.ShowAsync(progress => Task.Run(async () =>
                {
                    progress.Say($"broker at {platform.Cluster.BootstrapServers}, schema registry at {platform.Cluster.RegistryAddress}");
                    sales = await SalesRun.StartAsync(platform.Cluster, platform.DataDirectory, cancel);
                    return await ShowAsync(platform, sales, archive, definitions, history, progress, cancel);
                }, cancel));
                if (parsed.GetValue(_json)) result.PrintJson();
                else result.Print();
                if (platform.OwnsCluster && !parsed.GetValue(_exit)) await StayUpAsync(platform, parsed.GetValue(_json), cancel);
            }
            finally
            {
                if (sales is not null) await sales.DisposeAsync();
            }
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is BackfillException or ArchiveException or WarehouseException or StreamsException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    private static async Task<ReplayResult> ShowAsync(
        PlatformRun platform, SalesRun salesRun, ArchiveOptions archive, DefinitionSet definitions, IHistory history, IWorkProgress progress, CancellationToken cancel)
    {
        var cluster = platform.Cluster;
        var warehouse = new HistorySource(archive.Root!);       // the section gives one
        var before = TopicCatalog.Shipped.All.ToDictionary(topic => topic.Name, topic => CountOf(warehouse, topic));
        var began = TimeProvider.System.GetTimestamp();
        PublishedHistory published;
        using (var step = progress.Begin($"{history.Name}: publishing"))
            published = await new HistoryReplay(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System).PublishAsync(history, new EventsSeen(step), cancel);
        HistoryReadBack readBack;
        using (var step = progress.Begin("reading back with a second client", published.Events))
            readBack = await new ReplayCheck(cluster.Kafka, cluster.Registry, TimeProvider.System).RunAsync(published, new EventsSeen(step), cancel);
        if (published.Topics.FirstOrDefault(topic => topic.Name == Topics.OrderPlaced) is not { } orders)
            return new ReplayResult(cluster, published, readBack, sales: null, features: null, recommender: null, serving: null);
        SalesResult sales;
        using (var step = progress.Begin("sales per product and hour, exactly once", orders.Totals.Events))
        {
            await salesRun.CatchUpAsync(orders, new EventsSeen(step), cancel);
            sales = new SalesResult(salesRun.Ask(), orders.Totals.Events, orders.Begins.Sum(begin => begin.Offset), TimeProvider.System.GetElapsedTime(began));
        }
        StreamRun stream;
        using (var step = progress.Begin("features and all other topologies, exactly once"))
        {
            var records = await platform.Streams!.CatchUpAsync(new EventsSeen(step), cancel);       // the demo runs them
            stream = new StreamRun(definitions.Views.Count(view => view.Source is not null), published.Events, records, TimeProvider.System.GetElapsedTime(began));
        }
        Topic[] derived = [.. TopicCatalog.Shipped.All.Where(topic => topic.Producer == StreamsProducer)];
        using (progress.Begin("topics to Parquet"))
            await platform.Streams.ArchivedAsync([.. published.Topics.Select(topic => topic.Name), .. derived.Select(topic => topic.Name)], archive, cancel);
        var features = await OfflineFaults.AsCommandsAsync(() => FeaturesAsync(
            platform, warehouse, definitions, stream,
            published.Topics.Sum(topic => CountOf(warehouse, TopicCatalog.Shipped[topic.Name]) - before[topic.Name]),
            derived.ToDictionary(topic => topic.Name, topic => CountOf(warehouse, topic) - before[topic.Name]), progress, cancel));
        var registry = new ModelRegistry(RegistryOption.DefaultRoot(platform.DataDirectory));
        var recommender = ModelFaults.AsCommands(() => RecommenderResult.Run(warehouse, registry, progress, cancel));
        if (recommender.Lists is not { Customers: [var customer, ..] })
            return new ReplayResult(cluster, published, readBack, sales, features, recommender, serving: null);     // too small to serve from
        ServingShown shown;
        using (progress.Begin("a visitor asks over HTTP"))
            shown = await ServeAsync(platform, definitions, registry, warehouse, customer.Products[^1], cancel);
        // What the visitor did is part of the history from now on.
        using (progress.Begin("what the visitor did to Parquet"))
        {
            await platform.Streams.CatchUpAsync(new Progress<long>(), cancel);
            await platform.Streams.ArchivedAsync([.. published.Topics.Select(topic => topic.Name), .. derived.Select(topic => topic.Name)], archive, cancel);
        }
        return new ReplayResult(cluster, published, readBack, sales, features, recommender, shown);
    }

    // The history has its own clock, and so has who serves it.
    private static async Task<ServingShown> ServeAsync(
        PlatformRun platform, DefinitionSet definitions, ModelRegistry registry, HistorySource history, string looked, CancellationToken cancel)
    {
        var newest = StreamsRun.SourcesOf([.. definitions.Views]).Where(history.Has).Max(topic => NewestOf(history, TopicCatalog.Shipped[topic]));
        var clock = new ShiftedClock(DateTimeOffset.UnixEpoch.AddMicroseconds(newest + 1));
        await using var serving = await ServingRun.StartAsync(platform, new ServingOptions { Port = 0 }, definitions, registry, clock, cancel);
        return await serving.ShowAsync(looked, $"anon:{Guid.NewGuid():N}", cancel);
    }

    // Features as of the moment after the history's last event: what the store answers then, and what training would have seen.
    private static async Task<FeaturesResult> FeaturesAsync(
        PlatformRun platform, HistorySource history, DefinitionSet definitions, StreamRun stream, long archived, IReadOnlyDictionary<string, long> derived,
        IWorkProgress progress, CancellationToken cancel)
    {
        var views = ViewChoice.Of(definitions, names: null, history);
        var now = StreamsRun.SourcesOf(views).Max(topic => NewestOf(history, TopicCatalog.Shipped[topic])) + 1;      // of sessions, too, which close later

        var (labels, output) = (Path.Combine(history.Root, "order_lines.parquet"), Path.Combine(history.Root, "training_set.parquet"));
        TrainingRun.WriteOrderLines(history, labels);
        var options = new OfflineOptions { Output = new ParquetWriteOptions { Overwrite = true, Compression = ParquetCompression.Snappy } };
        var training = await TrainingRun.RunAsync(OfflineEngine.Local, TrainingRun.OrderLineService(views), history, labels, output, options, progress, cancel);

        var (sweep, oracle) = (new ParityOptions { Engine = OfflineEngine.Local }, new ParityOptions { Engine = OfflineEngine.Sql, KeysMax = SqlKeysMax });
        ParityRun[] parity =
        [
            await ParityRun.RunAsync(views, history, platform.Online.Options, now, sweep, progress, cancel),
            await ParityRun.RunAsync(views, history, platform.Online.Options, now, oracle, progress, cancel),
        ];
        return new FeaturesResult(archived, derived, stream, training, parity);
    }

    private static long CountOf(HistorySource history, Topic topic) => history.Has(topic.Name) ? Ask(history, topic, "count(*)") : 0;

    private static long NewestOf(HistorySource history, Topic topic) => Ask(history, topic, "epoch_us(max(occurred_at))");

    private static long Ask(HistorySource history, Topic topic, string question)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"SELECT {question} FROM {history.RelationOf(connection, topic)}");
        return (long)command.ExecuteScalar()!;       // never NULL: where there are files there are events
    }

    // On stderr: stdout holds the result, which may be a document.
    private static async Task StayUpAsync(PlatformRun platform, bool json, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync($"""

            The platform stays up: its broker at {platform.Cluster.BootstrapServers}, its metrics at {platform.Endpoints.Metrics}metrics. In another terminal, in this folder, try
              smartkart lag
              smartkart topics consume session_closed --max-messages 5
              smartkart features parity --at {Instant.Text(Instant.Now)}
              smartkart models list
            Ctrl-C stops it.
            """);
        await PlatformWatch.RunAsync(platform, json ? WatchKind.None : WatchKind.Live, cancel);
        Say("stopping");
    }

    private static void Say(string line) => Console.Error.WriteLine($"smartkart: {line}");
}
