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
using SmartKart.Local.Online;
using SmartKart.Local.Replays;
using SmartKart.Local.Sales;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using SmartKart.Streams;
using SmartKart.Topologies.Features;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Local.Commands;

/// <summary>
/// The longest path from events to answers that exists so far: a history through the event contracts into Kafka and back, through a topology to a live
/// answer, and through the feature views into Redis and a training set.
/// </summary>
internal sealed class DemoCommand : Command, IHasExamples
{
    // The generated SQL is for engines of many machines: here it is the oracle, of some keys.
    private const int SqlKeysMax = 2_000;

    private readonly Option<string?> _history = new("--history")
    {
        Description = "A history to use: UCI Online Retail as .csv or .parquet. Without it, a simulated day.",
        HelpName = "path",
    };
    private readonly Option<bool> _exit = new("--exit")
    {
        Description = "End once the result is printed. Without it a broker that the demo started stays up until Ctrl-C.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document." };

    public DemoCommand() : base(
        "demo",
        "Show the whole of SmartKart on a history: so far, rows to events, published to Kafka, read back, and summed up as they flow; "
            + "their features in Redis and in a training set, which agree.")
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
        await using var cluster = await ClusterSession.OpenAsync(configuration, isAnnounced: true, cancel);
        await using var online = await OnlineSession.OpenAsync(configuration, cancel);
        var topologies = new List<IAsyncDisposable>(); // what runs on while the demo stays up
        try
        {
            var result = await WorkProgress.ShowAsync(progress => Task.Run(
                () => ReplayAsync(cluster, online, BrokerSection.DataDirectory(configuration), topologies, history, progress, cancel), cancel));
            if (parsed.GetValue(_json)) result.PrintJson();
            else result.Print();
            if (cluster.IsOwn && !parsed.GetValue(_exit)) await StayUpAsync(cluster, cancel);
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is BackfillException or WarehouseException or StreamsException)
        {
            throw new CommandException(fault.Message, fault);
        }
        finally
        {
            foreach (var topology in topologies) await topology.DisposeAsync();
        }
    }

    private static async Task<ReplayResult> ReplayAsync(
        ClusterSession cluster, OnlineSession online, string dataDirectory, List<IAsyncDisposable> topologies, IHistory history,
        IWorkProgress progress, CancellationToken cancel)
    {
        progress.Say($"broker at {cluster.BootstrapServers}, schema registry at {cluster.RegistryAddress}");
        PublishedHistory published;
        using (var step = progress.Begin($"{history.Name}: publishing"))
        {
            published = await new HistoryReplay(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System)
                .PublishAsync(history, new EventsSeen(step), cancel);
        }
        HistoryReadBack readBack;
        using (var step = progress.Begin("reading back with a second client", published.Events))
            readBack = await new ReplayCheck(cluster.Kafka, cluster.Registry, TimeProvider.System).RunAsync(published, new EventsSeen(step), cancel);
        if (published.Topics.FirstOrDefault(topic => topic.Name == Topics.OrderPlaced) is not { } orders)
            return new ReplayResult(cluster, published, readBack, sales: null, features: null);
        SalesResult sales;
        using (var step = progress.Begin("sales per product and hour, exactly once", orders.Totals.Events))
        {
            var began = TimeProvider.System.GetTimestamp();
            var run = await SalesRun.StartAsync(cluster, dataDirectory, cancel);
            topologies.Add(run);
            await run.CatchUpAsync(orders, new EventsSeen(step), cancel);
            sales = new SalesResult(run.Ask(), orders.Totals.Events, orders.Begins.Sum(begin => begin.Offset), TimeProvider.System.GetElapsedTime(began));
        }
        var features = await OfflineFaults.AsCommandsAsync(() => FeaturesAsync(cluster, online, dataDirectory, topologies, published, progress, cancel));
        return new ReplayResult(cluster, published, readBack, sales, features);
    }

    // Features as of the moment after the history's last event: what the store answers then, and what training would have seen.
    private static async Task<FeaturesResult> FeaturesAsync(
        ClusterSession cluster, OnlineSession online, string dataDirectory, List<IAsyncDisposable> topologies, PublishedHistory published,
        IWorkProgress progress, CancellationToken cancel)
    {
        var definitions = DefinitionSet.Read(DefinitionSource.Shipped);
        var stream = await StreamAsync(cluster, online, dataDirectory, topologies, definitions, published, progress, cancel);
        var history = new HistorySource(HistoryOption.DefaultRoot(dataDirectory));
        Topic[] topics = [.. published.Topics.Select(topic => TopicCatalog.Shipped[topic.Name])];
        var archived = await ArchiveRun.RunAsync(cluster, topics, history.Root, progress, cancel);
        var views = ViewChoice.Of(definitions, names: null, history);
        var now = Instant.Of(published.LastOccurredAt!.Value) + 1;       // it has orders

        var (labels, output) = (Path.Combine(history.Root, "order_lines.parquet"), Path.Combine(history.Root, "training_set.parquet"));
        TrainingRun.WriteOrderLines(history, labels);
        var options = new OfflineOptions { Output = new ParquetWriteOptions { Overwrite = true, Compression = ParquetCompression.Snappy } };
        var training = await TrainingRun.RunAsync(OfflineEngine.Local, TrainingRun.OrderLineService(views), history, labels, output, options, progress, cancel);

        var (sweep, oracle) = (new ParityOptions { Engine = OfflineEngine.Local }, new ParityOptions { Engine = OfflineEngine.Sql, KeysMax = SqlKeysMax });
        ParityRun[] parity =
        [
            await ParityRun.RunAsync(views, history, online.Options, now, sweep, progress, cancel),
            await ParityRun.RunAsync(views, history, online.Options, now, oracle, progress, cancel),
        ];
        return new FeaturesResult(archived, stream, training, parity);
    }

    // The history has its own clock: now is the time of its newest event.
    private static async Task<StreamRun> StreamAsync(
        ClusterSession cluster, OnlineSession online, string dataDirectory, List<IAsyncDisposable> topologies, DefinitionSet definitions,
        PublishedHistory published, IWorkProgress progress, CancellationToken cancel)
    {
        using var step = progress.Begin("features from the stream, exactly once");
        var began = TimeProvider.System.GetTimestamp();
        FeatureView[] views = [.. definitions.Views];
        var run = await StreamsRun.StartAsync(
            cluster, online.Options, [StreamsRun.Features], views, Path.Combine(dataDirectory, "streams"), new FeatureTopologyOptions { Clock = null }, cancel);
        topologies.Add(run);
        var records = await run.CatchUpAsync(new EventsSeen(step), cancel);
        return new StreamRun(views.Count(view => view.Source is not null), published.Events, records, TimeProvider.System.GetElapsedTime(began));
    }

    // On stderr: stdout holds the result, which may be a document.
    private static async Task StayUpAsync(ClusterSession cluster, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync($"""

            The broker stays up at {cluster.BootstrapServers}, its schema registry at {cluster.RegistryAddress}. In another terminal, in this folder, try
              smartkart topics list
              smartkart topics consume clickstream --max-messages 5
              smartkart groups list
            Ctrl-C stops it.
            """);
        await StopSignal.WaitAsync(cancel);
        await Console.Error.WriteLineAsync("smartkart: stopping");
    }
}
