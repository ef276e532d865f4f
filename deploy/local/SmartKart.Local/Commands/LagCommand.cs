using System.CommandLine;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;
using SmartKart.Topologies;
using SmartKart.Topologies.Worker;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints how far the topologies are behind.</summary>
internal sealed class LagCommand : Command, IHasExamples
{
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _partitions = new("--partitions") { Description = "A line for each partition in place of one for each topic." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public LagCommand() : base("lag", "Tell how far the topologies are behind the topics that they read, their own included.")
    {
        LocalConfiguration.AddFlags(this);
        foreach (var option in new Option[] { _definitions, _partitions, _json }) Add(option);
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => ClusterSession.UseAsync(
            parsed, cluster => RunAsync(cluster, definitions, parsed.GetValue(_partitions), parsed.GetValue(_json), cancel), cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart lag", "records that are still to be processed, topic by topic"),
        new("smartkart lag --partitions --json", "the same by partition, for a program to read"),
    ];

    private static async Task<int> RunAsync(ClusterSession cluster, DefinitionSet definitions, bool byPartition, bool json, CancellationToken cancel)
    {
        var existing = (await cluster.Admin.Topics.ListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var lags = new List<(string Application, IReadOnlyList<PartitionLag> Partitions)>();
        foreach (var (name, sources) in TopologyCatalog.All.Select(named => (named.Name, named.Sources)).Prepend((StreamsRun.Features, StreamsRun.SourcesOf(definitions.Views))))
        {
            var application = new WorkerOptions().ApplicationOf(name);
            lags.Add((application, await new TopologyLag(cluster.Admin).ReadAsync(application, [.. sources.Where(existing.Contains)], cancel)));
        }
        if (json) JsonOutput.Print(lags.Select(each => Document(each.Application, each.Partitions)));
        else foreach (var (application, partitions) in lags) Print(application, partitions, byPartition);
        return ExitCode.Done;
    }

    private static object Document(string application, IReadOnlyList<PartitionLag> lags) => new
    {
        Application = application,
        Records = lags.Sum(lag => lag.Records),
        Partitions = lags.Select(lag => new { lag.Partition.Topic, lag.Partition.Partition, lag.Committed, lag.End, lag.Records }),
    };

    private static void Print(string application, IReadOnlyList<PartitionLag> lags, bool byPartition)
    {
        var console = ResultConsole.Create();
        console.WriteLine(lags.Any(lag => lag.Committed is not null)
            ? $"{application} is {Digits(lags.Sum(lag => lag.Records))} records behind."
            : $"{application} has not run yet; {Digits(lags.Sum(lag => lag.Records))} records wait for it.");
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("topic").NoWrap()).AddColumns(byPartition ? "partition" : "partitions", "behind");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var topic in lags.GroupBy(lag => lag.Partition.Topic))
        {
            if (!byPartition) table.AddRow(Markup.Escape(topic.Key), Digits(topic.Count()), Digits(topic.Sum(lag => lag.Records)));
            else foreach (var lag in topic) table.AddRow(Markup.Escape(topic.Key), Digits(lag.Partition.Partition), Digits(lag.Records));
        }
        console.Write(table);
    }

    private static string Digits(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
