using System.CommandLine;
using SmartKart.Backfill;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Replay;
using SmartKart.Backfill.Simulation;
using SmartKart.Local.Clusters;
using SmartKart.Local.Replays;
using SmartKart.Local.Sales;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using SmartKart.Streams;
using SmartKart.Warehouse;

namespace SmartKart.Local.Commands;

/// <summary>The longest path from events to answers that exists so far: a history through the event contracts into Kafka, back, and through a topology to a live answer.</summary>
internal sealed class DemoCommand : Command, IHasExamples
{
    private readonly Option<string?> _history = new("--history")
    {
        Description = "A history to use: UCI Online Retail as .csv or .parquet. Without it, a simulated day.",
        HelpName = "path",
    };
    private readonly Option<bool> _exit = new("--exit") { Description = "End once the result is printed. Without it a broker that the demo started stays up until Ctrl-C." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document." };

    public DemoCommand() : base("demo", "Show the whole of SmartKart on a history: so far, rows to events, published to Kafka, read back, and summed up as they flow.")
    {
        LocalConfiguration.AddFlags(this);
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
        await using var cluster = await ClusterSession.OpenAsync(LocalConfiguration.Read(parsed), isAnnounced: true, cancel);
        var topologies = new List<SalesRun>(); // what runs on while the demo stays up
        try
        {
            var result = await WorkProgress.ShowAsync(progress => Task.Run(() => ReplayAsync(cluster, DataDirectory(parsed), topologies, history, progress, cancel), cancel));
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

    private static string DataDirectory(ParseResult parsed) => BrokerSection.DataDirectory(LocalConfiguration.Read(parsed));

    private static async Task<ReplayResult> ReplayAsync(
        ClusterSession cluster, string dataDirectory, List<SalesRun> topologies, IHistory history, IWorkProgress progress, CancellationToken cancel)
    {
        progress.Say($"broker at {cluster.BootstrapServers}, schema registry at {cluster.RegistryAddress}");
        PublishedHistory published;
        using (var step = progress.Begin($"{history.Name}: publishing"))
            published = await new HistoryReplay(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System).PublishAsync(history, new EventsSeen(step), cancel);
        HistoryReadBack readBack;
        using (var step = progress.Begin("reading back with a second client", published.Events))
            readBack = await new ReplayCheck(cluster.Kafka, cluster.Registry, TimeProvider.System).RunAsync(published, new EventsSeen(step), cancel);
        if (published.Topics.FirstOrDefault(topic => topic.Name == Topics.OrderPlaced) is not { } orders) return new ReplayResult(cluster, published, readBack, sales: null);
        using (var step = progress.Begin("sales per product and hour, exactly once", orders.Totals.Events))
        {
            var began = TimeProvider.System.GetTimestamp();
            var sales = await SalesRun.StartAsync(cluster, dataDirectory, cancel);
            topologies.Add(sales);
            await sales.CatchUpAsync(orders, new EventsSeen(step), cancel);
            return new ReplayResult(cluster, published, readBack, new SalesResult(sales.Ask(), orders.Totals.Events, orders.Begins.Sum(begin => begin.Offset), TimeProvider.System.GetElapsedTime(began)));
        }
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
