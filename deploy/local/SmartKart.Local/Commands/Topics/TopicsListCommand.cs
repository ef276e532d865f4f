using System.CommandLine;
using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Contracts;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints the cluster's topics, each beside its contract where it has one; or the contracts alone.</summary>
internal sealed class TopicsListCommand : Command, IHasExamples
{
    private readonly Option<bool> _contracts = new("--contracts") { Description = "SmartKart's topics as the catalogue has them; asks no cluster." };
    private readonly Option<bool> _internal = new("--internal") { Description = "Kafka's own topics too." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public TopicsListCommand() : base("list", "List the topics: partitions and replicas; of SmartKart's also key, how long records are kept and who writes them.")
    {
        Add(_contracts);
        Add(_internal);
        Add(_json);
        SetAction((parsed, cancel) => parsed.GetValue(_contracts)
            ? Task.FromResult(PrintContracts(parsed.GetValue(_json)))
            : ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed.GetValue(_internal), parsed.GetValue(_json), cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics list", "a line for each topic of the cluster"),
        new("smartkart topics list --contracts", "SmartKart's topics, without a cluster"),
        new("smartkart topics list --json", "the same, for a program to read"),
    ];

    private static async Task<int> RunAsync(ClusterSession cluster, bool withInternal, bool json, CancellationToken cancel)
    {
        var names = await cluster.Admin.Topics.ListAsync(cancel);
        var described = await cluster.Admin.Topics.DescribeAsync(names, cancel);
        // One that was deleted between the two questions is no longer there to be listed.
        TopicDescription[] topics =
        [
            .. described.Where(topic => topic.Error?.Code != KafkaErrorCode.UnknownTopicOrPartition).Select(topic => topic.Value)
                .Where(topic => withInternal || !topic.IsInternal).OrderBy(topic => topic.Name, StringComparer.Ordinal),
        ];
        if (json) JsonOutput.Print(new { topics = topics.Select(Document) });
        else Print(topics);
        return ExitCode.Done;
    }

    private static object Document(TopicDescription topic) => new
    {
        topic.Name,
        topic.TopicId,
        topic.IsInternal,
        Partitions = topic.Partitions.Count,
        ReplicationFactor = Replicas(topic),
        Contract = TopicCatalog.Shipped.TryGet(topic.Name, out var contract) ? ContractDocument.Of(contract) : null,
    };

    private static void Print(TopicDescription[] topics)
    {
        if (topics.Length == 0)
        {
            Console.WriteLine("there are no topics; 'smartkart topics create --contracts' creates SmartKart's");
            return;
        }
        // A topic's name is there to be copied: it never breaks.
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("topic").NoWrap())
            .AddColumn(new TableColumn("partitions").RightAligned())
            .AddColumn(new TableColumn("replicas").RightAligned())
            .AddColumn(new TableColumn("key").NoWrap())
            .AddColumns("kept", "written by");
        foreach (var topic in topics)
        {
            TopicCatalog.Shipped.TryGet(topic.Name, out var contract);
            table.AddRow(
                Markup.Escape(topic.Name), Digits(topic.Partitions.Count), Digits(Replicas(topic)), contract?.Key ?? "", contract?.KeptText ?? "", contract?.Producer ?? "");
        }
        ResultConsole.Create().Write(table);
    }

    private static int PrintContracts(bool json)
    {
        if (json)
        {
            JsonOutput.Print(new { topics = TopicCatalog.Shipped.All.Select(ContractDocument.Of) });
            return ExitCode.Done;
        }
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(new TableColumn("topic").NoWrap())
            .AddColumn(new TableColumn("key").NoWrap())
            .AddColumn(new TableColumn("partitions").RightAligned())
            .AddColumns("kept", "written by");
        foreach (var topic in TopicCatalog.Shipped.All)
            table.AddRow(topic.Name, topic.Key, Digits(topic.Partitions), topic.KeptText, topic.Producer);
        ResultConsole.Create().Write(table);
        return ExitCode.Done;
    }

    private static int Replicas(TopicDescription topic) => topic.Partitions.Select(partition => partition.Replicas.Count).DefaultIfEmpty().Max();

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
