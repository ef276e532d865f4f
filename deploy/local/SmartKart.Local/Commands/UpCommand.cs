using System.CommandLine;
using SmartKart.Broker;
using SmartKart.Broker.Storage;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Runs what SmartKart has of its own on this machine until it is stopped: so far the broker and the schema registry.</summary>
internal sealed class UpCommand : Command, IHasExamples
{
    private readonly Option<int?> _port = Port("--port", "Where the broker listens (Broker:Listeners:0:Port). 9092 unless set; 0 for any port that is free.");
    private readonly Option<int?> _registryPort = Port(
        "--registry-port", "Where the schema registry listens (Broker:Registry:Port). 8081 unless set; 0 for any port that is free.");
    private readonly Option<bool> _json = new("--json") { Description = "Once all is ready print one JSON document in place of lines." };

    public UpCommand() : base("up", "Run the broker and the schema registry until Ctrl-C. Other commands over the same data directory use them.")
    {
        LocalConfiguration.AddDataDirectory(this);
        Add(_port);
        Add(_registryPort);
        Add(_json);
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart up", "the broker at port 9092 and the registry at 8081 of this machine"),
        new("smartkart up --port 0 --registry-port 0 --json", "at ports that are free, for a program to read"),
        new("smartkart up --data-directory /var/lib/smartkart", "with its data elsewhere than in ./.smartkart"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = LocalConfiguration.Read(parsed);
        if (configuration[LocalConfiguration.Keys.BootstrapServers] is { Length: > 0 } elsewhere)
            throw new CommandException(
                $"{LocalConfiguration.Keys.BootstrapServers} names a cluster of its own, {elsewhere}, so there is no broker to run here. "
                + "Remove that key to run the embedded one.");
        var options = At(BrokerSection.Read(configuration), parsed.GetValue(_port), parsed.GetValue(_registryPort));
        await using var cluster = await StartAsync(options, cancel);
        Print(cluster.Endpoints, BrokerSection.DataDirectory(configuration), parsed.GetValue(_json));
        await cluster.WaitForStopAsync(cancel);
        await Console.Error.WriteLineAsync("smartkart: stopping");
        return ExitCode.Done;
    }

    private static async Task<EmbeddedCluster> StartAsync(BrokerOptions options, CancellationToken cancel)
    {
        try
        {
            return await EmbeddedCluster.StartAsync(options, isAnnounced: true, cancel);
        }
        catch (DirectoryInUseException busy)
        {
            var where = EndpointsFile.Read(options.DataDirectory) is { } running
                ? $" It listens at {running.BootstrapServers}, its registry at {running.SchemaRegistry}."
                : "";
            throw new CommandException($"{busy.Message}{where} --data-directory names another.", busy);
        }
    }

    private static BrokerOptions At(BrokerOptions options, int? port, int? registryPort) => options with
    {
        Listeners = port is { } chosen && options.Listeners.Count > 0
            ? [options.Listeners[0] with { Port = chosen }, .. options.Listeners.Skip(1)]
            : options.Listeners,
        Registry = registryPort is { } other && options.Registry is { } registry ? registry with { Port = other } : options.Registry,
    };

    private static void Print(Endpoints endpoints, string dataDirectory, bool json)
    {
        if (json)
        {
            JsonOutput.Print(new { endpoints.BootstrapServers, endpoints.SchemaRegistry, dataDirectory, endpoints.ProcessId });
            return;
        }
        Console.WriteLine($"broker           {endpoints.BootstrapServers}");
        Console.WriteLine($"schema registry  {endpoints.SchemaRegistry}");
        Console.WriteLine($"data             {dataDirectory}");
        Console.WriteLine("Ctrl-C stops them.");
    }

    private static Option<int?> Port(string name, string description)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "port" };
        option.HoldTo<int>(port => port is >= 0 and <= ushort.MaxValue, $"{name} is 0 to {ushort.MaxValue}.");
        return option;
    }
}
