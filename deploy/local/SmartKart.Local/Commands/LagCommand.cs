using System.CommandLine;
using Microsoft.Extensions.Configuration;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Lags;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Local.Workers;

namespace SmartKart.Local.Commands;

/// <summary>Prints how far the topologies and the archive are behind, where they are in time, how large their stores are, and what could not be used.</summary>
internal sealed class LagCommand : Command, IHasExamples
{
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _partitions = new("--partitions") { Description = "Each partition too, in place of stores." };
    private readonly Option<bool> _watch = new("--watch") { Description = "Look again every 2 seconds until Ctrl-C." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables; with --watch one each time." };

    public LagCommand() : base("lag", "Tell how far the topologies and the archive are behind the topics that they read, in records and in time; their watermarks and stores; and dead letters.")
    {
        LocalConfiguration.AddFlags(this);
        foreach (var option in new Option[] { _definitions, _partitions, _watch, _json }) Add(option);
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart lag", "records and seconds behind, watermarks, sizes of stores, dead letters"),
        new("smartkart lag --partitions", "each partition of each topic that is read"),
        new("smartkart lag --watch", "the same again and again, in one place"),
        new("smartkart lag --bootstrap-servers kafka:9092 --json", "the same of another cluster, for a program to read"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var configuration = LocalConfiguration.Read(parsed);
        await using var cluster = await ClusterSession.OpenAsync(configuration, isAnnounced: false, cancel);
        var (json, byPartition) = (parsed.GetValue(_json), parsed.GetValue(_partitions));
        if (parsed.GetValue(_watch))
        {
            var watch = new LagWatch(stop => ReadAsync(configuration, cluster, definitions, stop), TimeProvider.System);
            if (json) await watch.ShowDocumentsAsync(cancel);
            else await watch.ShowTablesAsync(ResultConsole.Create(), byPartition, cancel);
            return ExitCode.Done;
        }
        var report = await ReadAsync(configuration, cluster, definitions, cancel);
        if (json) JsonOutput.Print(report.ToDocument());
        else ResultConsole.Create().Write(LagTables.Of(report, byPartition));
        return ExitCode.Done;
    }

    private static async Task<LagReport> ReadAsync(IConfiguration configuration, ClusterSession cluster, DefinitionSet definitions, CancellationToken cancel)
    {
        var workers = await WorkerPages.ReadAsync(BrokerSection.DataDirectory(configuration), cancel);
        var options = StreamsSection.Read(configuration);
        var topologies = await StreamsRun.TopologiesAsync(cluster, [.. definitions.Views], options, cancel);
        return await new LagReading(cluster, options, workers, TimeProvider.System).ReadAsync(topologies, ArchiveSection.Read(configuration).ApplicationId, cancel);
    }
}
