using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Models;
using SmartKart.Local.Online;
using SmartKart.Local.Serving;
using SmartKart.Local.Telemetry;
using SmartKart.Local.Terminal;
using SmartKart.Prometheus;
using SmartKart.Schemas.Registry;
using SmartKart.Serving;

namespace SmartKart.Local.Commands;

/// <summary>Runs the inference API until it is stopped.</summary>
internal sealed class ServeCommand : Command, IHasExamples
{
    private readonly Option<int?> _port = new("--port")
    {
        Description = $"Where it listens (Serving:Port). {ServingOptions.UsualPort} unless set; 0 for any port that is free.",
        HelpName = "port",
    };
    private readonly Option<string?> _model = new("--model") { Description = "The registered model whose champion recommends (Serving:Model). shop_recommender unless set.", HelpName = "name" };
    private readonly Option<FileInfo?> _keys = new("--keys")
    {
        Description = "A file of the keys that are let in (Serving:KeysFile); everybody is unless set. 'serve key' makes one.",
        HelpName = "file",
    };
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<long?> _at = Instant.Option("--at", "What the time is as it starts, of a history that was replayed with its own clock; the machine's unless given.");
    private readonly Option<bool> _json = new("--json") { Description = "Once it answers print one JSON document in place of lines." };

    public ServeCommand() : base("serve", "Answer over HTTP until Ctrl-C: recommendations, similar products, what trends, features; take events. Beside 'smartkart up', which makes the features.")
    {
        LocalConfiguration.AddFlags(this);
        LocalConfiguration.AddOnlineFlags(this);
        LocalConfiguration.AddModelFlags(this);
        foreach (var option in new Option[] { _port, _model, _keys, _definitions, _registry, _at, _json }) Add(option);
        _port.HoldTo<int>(port => port is >= 0 and <= ushort.MaxValue, $"--port is 0 to {ushort.MaxValue}.");
        Add(new ServeKeyCommand());
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart serve", "the API at port 8080, with what 'smartkart up' runs over the data directory"),
        new("smartkart serve --port 0 --json", "at a port that is free, for a program to read"),
        new("smartkart serve --keys keys.yaml", "to those alone that send a key of the file"),
        new("smartkart serve --bootstrap-servers kafka:9092 --redis redis:6379 --tracking-uri http://mlflow:5000", "between a cluster, a Redis and a registry of your own"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var configuration = LocalConfiguration.Read(parsed);
        var options = ServingSection.Read(configuration);
        options = options with
        {
            Port = parsed.GetValue(_port) ?? options.Port, Model = parsed.GetValue(_model) ?? options.Model,
            KeysFile = parsed.GetValue(_keys)?.FullName ?? options.KeysFile,
        };
        TimeProvider clock = parsed.GetValue(_at) is { } at ? new ShiftedClock(DateTimeOffset.UnixEpoch.AddMicroseconds(at)) : TimeProvider.System;
        using var loggers = StderrLog.Create();
        using var exporter = PrometheusExporter.Start(loggers);
        using var pushed = OtlpExport.Start(configuration, "serve");
        await using var cluster = await ClusterSession.OpenAsync(configuration, isAnnounced: true, cancel);
        await using var online = await OnlineSession.OpenAsync(configuration, cancel);
        try
        {
            await cluster.CreateTopicsAsync(cancel);
            await using var host = await ServingHost.StartAsync(
                options,
                new ServingParts(
                    cluster.Kafka, cluster.Admin, cluster.Registry, online.Options, definitions, RegistryOption.Read(parsed, _registry), clock, exporter, loggers),
                cancel);
            using var announced = ServingFile.Write(BrokerSection.DataDirectory(configuration), host.Address, clock);
            Print(host, options, parsed.GetValue(_json));
            await StopSignal.WaitAsync(cancel);
            await Console.Error.WriteLineAsync("smartkart: stopping");
            return ExitCode.Done;
        }
        catch (Exception fault) when (fault is ServingException or SchemaRegistryException or KafkaException)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    private static void Print(ServingHost host, ServingOptions options, bool json)
    {
        if (json)
        {
            JsonOutput.Print(new
            {
                host.Address, options.Model, ModelVersion = host.Model?.Version, options.KeysFile, options.RolloutFile, Environment.ProcessId,
            });
            return;
        }
        Console.WriteLine($"page             {host.Address}");
        Console.WriteLine($"recommendations  {host.Address}v1/recommendations?user_id=…");
        Console.WriteLine($"metrics          {host.Address}metrics, {host.Address}health/ready");
        Console.WriteLine(host.Model is { } version
            ? $"model            {version.Name} version {version.Version}"
            : $"model            none yet: what sells best is recommended until a version of {options.Model} is champion");
        Console.WriteLine($"rollout          as {options.RolloutFile} says; 'smartkart models rollout' writes it");
        Console.WriteLine(options.KeysFile is { } keys ? $"keys             those of {keys}" : "keys             none: whoever reaches it is let in");
        Console.WriteLine("Ctrl-C stops it.");
    }
}
