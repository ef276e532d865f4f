using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Online;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Local.Workers;
using SmartKart.Prometheus.Endpoints;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;
using SmartKart.Topologies.Features;

namespace SmartKart.Local.Commands;

/// <summary>Runs the worker that hosts the topologies, until it is stopped.</summary>
internal sealed class StreamsCommand : Command, IHasExamples
{
    private readonly Option<string[]> _topologies = new("--topology")
    {
        Description = $"What to run, one of {string.Join(", ", StreamsRun.Names)}; may be given again. All of them unless given.",
        HelpName = "name",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<DirectoryInfo?> _state = new("--state-directory")
    {
        Description = "Where its state is kept, so that it needn't be restored from the cluster; of workers on one machine each needs its own. "
            + "'streams' in the data directory unless set (Streams:StateDirectory).",
        HelpName = "path",
    };
    private readonly Option<bool> _streamTime = new("--stream-time")
    {
        Description = "Now is the time of the newest event, as of a history that is replayed with its own clock; else it is the machine's.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Once it runs print one JSON document in place of a line." };

    public StreamsCommand() : base("streams", "Run the topologies, exactly once, until Ctrl-C: features into the online store, events that follow from events, and all topics into the archive. More of them share the work.")
    {
        LocalConfiguration.AddFlags(this);
        LocalConfiguration.AddOnlineFlags(this);
        Add(_topologies.AcceptOnlyFromAmong([.. StreamsRun.Names]));
        Add(_definitions);
        Add(_state);
        Add(_streamTime);
        LocalConfiguration.AddMetricsFlag(this);
        Add(_json);
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart streams", "all topologies, over the broker that 'smartkart up' runs and the data directory's Redis"),
        new("smartkart streams --topology features carts", "these two alone"),
        new("smartkart streams --topology archive", "the archive alone: every topic into the data directory's warehouse, as Parquet"),
        new("smartkart streams --bootstrap-servers kafka:9092 --redis redis:6379", "the same between a cluster and a Redis of your own"),
        new("smartkart streams --json --state-directory /var/lib/smartkart-2", "a second worker on this machine, which takes half of it over"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var configuration = LocalConfiguration.Read(parsed);
        StreamsRun? running = null;
        await using var host = await WorkerHost.StartAsync(configuration, usualPort: 0, "streams", () => running?.Health ?? [new PartHealth("topologies", false, "starting")], cancel);
        await using var cluster = await ClusterSession.OpenAsync(configuration, isAnnounced: true, cancel);
        await using var online = await OnlineSession.OpenAsync(configuration, cancel);
        var options = StreamsSection.Read(configuration);
        if (parsed.GetValue(_state) is { } elsewhere) options = options with { StateDirectory = elsewhere.FullName };
        var features = new FeatureTopologyOptions { Clock = parsed.GetValue(_streamTime) ? null : TimeProvider.System };
        var archive = ArchiveSection.Read(configuration);
        FeatureView[] views = [.. definitions.Views];
        string[] names = parsed.GetValue(_topologies) is { Length: > 0 } some ? some : [.. StreamsRun.Names];
        try
        {
            await cluster.CreateTopicsAsync(cancel);
            await using var run = await StreamsRun.StartAsync(cluster, online.Options, names, views, options, features, archive, cancel);
            running = run;
            if (parsed.GetValue(_json)) JsonOutput.Print(new { Topologies = names, cluster.BootstrapServers, Redis = online.Options.Connection, options.StateDirectory, Metrics = host.Address });
            else Console.WriteLine($"{string.Join(", ", names)}: from {cluster.BootstrapServers}, features to Redis at {online.Options.Connection}; state in {options.StateDirectory}; metrics at {host.Address}metrics\n"
                + "'smartkart lag' tells how far it is behind. Ctrl-C stops it.");
            await await Task.WhenAny(run.EndAsync(), StopSignal.WaitAsync(cancel));
            await Console.Error.WriteLineAsync("smartkart: stopping");
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is StreamsException or SchemaRegistryException or KafkaException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }
}
