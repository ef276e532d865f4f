using System.CommandLine;
using SmartKart.Broker;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Platform;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Topologies.Features;

namespace SmartKart.Local.Commands;

/// <summary>Runs the platform on this machine until it is stopped: broker, registry, Redis, topologies, metrics.</summary>
internal sealed class UpCommand : Command, IHasExamples
{
    private const string NoTopology = "none";

    private readonly Option<int?> _port = Port("--port", "Where the broker listens (Broker:Listeners:0:Port). 9092 unless set; 0 for any port that is free.");
    private readonly Option<int?> _registryPort = Port(
        "--registry-port", "Where the schema registry listens (Broker:Registry:Port). 8081 unless set; 0 for any port that is free.");
    private readonly Option<string[]> _topologies = new("--topology")
    {
        Description = $"A topology to run, one of {string.Join(", ", StreamsRun.Names)}; may be given again. All of them unless given; "
            + $"'{NoTopology}' where 'smartkart streams' runs them.",
        HelpName = "name",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _streamTime = new("--stream-time")
    {
        Description = "Now is the time of the newest event, as of a history that is replayed with its own clock; else it is the machine's.",
    };
    private readonly Option<bool> _plain = new("--plain") { Description = "A line every 10 seconds on stderr, on a terminal too, where a live view is shown otherwise." };
    private readonly Option<bool> _json = new("--json") { Description = "Once all is ready print one JSON document in place of lines, and show nothing after it." };

    public UpCommand() : base("up", "Run the platform until Ctrl-C: broker and schema registry, Redis, topics, topologies, metrics. Other commands over the same data directory use it.")
    {
        LocalConfiguration.AddFlags(this);
        LocalConfiguration.AddOnlineFlags(this);
        LocalConfiguration.AddMetricsFlag(this);
        foreach (var option in new Option[] { _port, _registryPort, _definitions, _streamTime, _plain, _json }) Add(option);
        Add(_topologies.AcceptOnlyFromAmong([.. StreamsRun.Names, NoTopology]));
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart up", "the broker at port 9092, the registry at 8081, metrics at 9464; rates, lag and freshness as they go"),
        new("smartkart up --port 0 --registry-port 0 --metrics-port 0 --json", "at ports that are free, for a program to read"),
        new("smartkart up --data-directory /var/lib/smartkart --topology features carts", "with its data elsewhere, and two topologies alone"),
        new("smartkart up --bootstrap-servers kafka:9092 --schema-registry http://registry:8081 --redis redis:6379", "the topologies between a cluster and a Redis of your own"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var configuration = LocalConfiguration.Read(parsed);
        string[] names = parsed.GetValue(_topologies) is { Length: > 0 } some ? [.. some.Where(name => name != NoTopology)] : [.. StreamsRun.Names];
        var options = new PlatformOptions(
            At(BrokerSection.Read(configuration), parsed.GetValue(_port), parsed.GetValue(_registryPort)), names, [.. definitions.Views], StreamsSection.Read(configuration),
            new FeatureTopologyOptions { Clock = parsed.GetValue(_streamTime) ? null : TimeProvider.System }, ArchiveSection.Read(configuration));
        await using (var platform = await PlatformRun.StartAsync(configuration, options, Say, cancel))
        {
            Print(platform, names, parsed.GetValue(_json));
            await PlatformWatch.RunAsync(platform, parsed.GetValue(_json) ? WatchKind.None : parsed.GetValue(_plain) ? WatchKind.Lines : WatchKind.Live, cancel);
            Say("stopping");
        }
        return ExitCode.Done;
    }

    private static BrokerOptions At(BrokerOptions options, int? port, int? registryPort) => options with
    {
        Listeners = port is { } chosen && options.Listeners.Count > 0
            ? [options.Listeners[0] with { Port = chosen }, .. options.Listeners.Skip(1)]
            : options.Listeners,
        Registry = registryPort is { } other && options.Registry is { } registry ? registry with { Port = other } : options.Registry,
    };

    private static void Print(PlatformRun platform, string[] topologies, bool json)
    {
        var at = platform.Endpoints;
        if (json)
        {
            JsonOutput.Print(new
            {
                at.BootstrapServers,
                at.SchemaRegistry,
                at.Redis,
                at.Metrics,
                platform.DataDirectory,
                at.ProcessId,
                Topologies = topologies,
                Started = new { Broker = platform.OwnsCluster, Redis = platform.OwnsRedis },
            });
            return;
        }
        Console.WriteLine($"broker           {at.BootstrapServers}{Elsewhere(platform.OwnsCluster)}");
        Console.WriteLine($"schema registry  {at.SchemaRegistry}{Elsewhere(platform.OwnsCluster)}");
        Console.WriteLine($"redis            {at.Redis}{Elsewhere(platform.OwnsRedis)}");
        Console.WriteLine($"metrics          {at.Metrics}metrics, {at.Metrics}health/ready");
        Console.WriteLine($"data             {platform.DataDirectory}");
        Console.WriteLine($"topologies       {(topologies.Length == 0 ? "none: 'smartkart streams' runs them" : string.Join(", ", topologies))}");
        Console.WriteLine("Ctrl-C stops what was started here.");
    }

    private static string Elsewhere(bool isOwn) => isOwn ? "" : "  (found running; not started, and not stopped)";

    private static void Say(string line) => Console.Error.WriteLine($"smartkart: {line}");

    private static Option<int?> Port(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "port" };
        option.HoldTo<int>(port => port is >= 0 and <= ushort.MaxValue, $"{name} is 0 to {ushort.MaxValue}.");
        return option;
    }
}
