using System.CommandLine;
using SmartKart.Backfill;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Simulation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Clusters;
using SmartKart.Local.Demos;
using SmartKart.Local.Features;
using SmartKart.Local.Platform;
using SmartKart.Local.Replays;
using SmartKart.Local.Serving;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Prometheus;
using SmartKart.Serving;
using SmartKart.Streams;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Features;
using SmartKart.Warehouse;

namespace SmartKart.Local.Commands;

/// <summary>
/// The longest path from events to answers: a history through the event contracts into Kafka and back, through topologies to features, to a model of it,
/// and to a visitor of the API; and all of that left running, to be tried.
/// </summary>
internal sealed class DemoCommand : Command, IHasExamples
{
    private const string MetricsPort = $"{MetricsOptions.Section}:{nameof(MetricsOptions.Port)}";

    // Whoever looks on wants to see it in the warehouse, however many files that makes.
    private static readonly TimeSpan ArchivedAfter = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _history = new("--history")
    {
        Description = "A history to use: UCI Online Retail as .csv or .parquet. Without it, a simulated day.",
        HelpName = "path",
    };
    private readonly Option<bool> _exit = new("--exit")
    {
        Description = "End once the result is printed. Without it the platform, the API and its page stay up until Ctrl-C.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document." };

    public DemoCommand() : base(
        "demo",
        "Show the whole of SmartKart on a history: rows to events, published to Kafka, read back, and summed up as they flow; what topologies make of them, "
            + "their history in the warehouse, their features in Redis and in a training set, which agree; what recommenders learn of them; and what the API "
            + $"answers a visitor. Then it serves on, with a page to shop on: the API at port {ServingOptions.UsualPort} (Serving:Port), or at one that is "
            + "free, and the platform as 'up' runs it.")
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
        new("smartkart demo", "a simulated day of a marketplace; then the page and the API, and lines to try"),
        new("smartkart demo --history online_retail.parquet", "a year of a real shop, every row accounted for"),
        new("smartkart demo --json --exit", "the same as one JSON document, for a program to read, and no longer"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        IHistory history = parsed.GetValue(_history) is { } path ? new OnlineRetailHistory(path) : new SimulatedHistory(new SimulationOptions());
        var configuration = LocalConfiguration.Read(parsed);
        configuration[MetricsPort] ??= "0";        // nobody else need find it by a fixed one
        var serving = ServingSection.Read(configuration);
        var definitions = DefinitionSet.Read(DefinitionSource.Shipped);
        var archive = ArchiveSection.Read(configuration) with { RollAfter = ArchivedAfter };
        // The history has its own clock: now is the time of its newest event.
        var options = new PlatformOptions(
            BrokerSection.AtFreePorts(BrokerSection.Read(configuration)), [.. StreamsRun.Names], [.. definitions.Views], StreamsSection.Read(configuration),
            new FeatureTopologyOptions { Clock = null }, archive);
        try
        {
            await using var platform = await PlatformRun.StartAsync(configuration, options, Say, cancel);
            await using var demo = new DemoRun(platform, definitions, archive);
            var result = await WorkProgress.ShowAsync(progress => Task.Run(() => demo.ShowAsync(history, progress, cancel), cancel));
            if (parsed.GetValue(_exit)) Print(result, parsed.GetValue(_json));
            else await StayUpAsync(platform, demo, serving, result, parsed.GetValue(_json), cancel);
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is BackfillException or ArchiveException or WarehouseException or StreamsException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    // What is to be tried goes to stderr: stdout holds the result, which may be a document.
    private static async Task StayUpAsync(PlatformRun platform, DemoRun demo, ServingOptions options, ReplayResult result, bool json, CancellationToken cancel)
    {
        await using var api = await ServeAsync(demo, options, result.Published.LastOccurredAt, cancel);
        using var announced = ServingFile.Write(platform.DataDirectory, api.Address, api.Clock);
        await api.ReadyAsync(cancel);
        Print(result with { Api = api.Address }, json);
        await Console.Error.WriteLineAsync($"""

            The platform and the API stay up, with the history's clock. In another terminal, in this folder, try

            {DemoTour.Of(platform, api.Address, result.Recommender?.Lists?.Customers).Text()}

            The broker is at {platform.Cluster.BootstrapServers}, the platform's metrics at {platform.Endpoints.Metrics}metrics. Ctrl-C stops it.
            """);
        await PlatformWatch.RunAsync(platform, json ? WatchKind.None : WatchKind.Live, cancel);
        Say("stopping");
    }

    private static async Task<ServingRun> ServeAsync(DemoRun demo, ServingOptions options, DateTimeOffset? until, CancellationToken cancel)
    {
        try
        {
            return await demo.ServeAsync(options, until, cancel);
        }
        catch (CommandException taken) when (ServingRun.IsPortTaken(taken))
        {
            var api = await demo.ServeAsync(options with { Port = 0 }, until, cancel);
            Say($"port {options.Port} is taken by another program (Serving:Port names another): the API is at {api.Address}");
            return api;
        }
    }

    private static void Print(ReplayResult result, bool json)
    {
        if (json) result.PrintJson();
        else result.Print();
    }

    private static void Say(string line) => Console.Error.WriteLine($"smartkart: {line}");
}
