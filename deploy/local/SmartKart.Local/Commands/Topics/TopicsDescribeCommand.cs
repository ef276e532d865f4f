using System.CommandLine;
using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Contracts;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Prints one topic of the cluster: its partitions, its settings and, where it is one of SmartKart's, its events' fields.</summary>
internal sealed class TopicsDescribeCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The topic; 'topics list' names them." };
    private readonly Option<bool> _contracts = new("--contracts") { Description = "Its contract alone; asks no cluster." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public TopicsDescribeCommand() : base("describe", "Describe one topic: partitions, settings, and its events field by field.")
    {
        Add(_name);
        Add(_contracts);
        Add(_json);
        SetAction((parsed, cancel) => parsed.GetValue(_contracts)
            ? Task.FromResult(PrintContract(parsed.GetRequiredValue(_name), parsed.GetValue(_json)))
            : ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed.GetRequiredValue(_name), parsed.GetValue(_json), cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics describe clickstream", "partitions with their offsets, settings and fields"),
        new("smartkart topics describe clickstream --contracts", "its key, retention and fields; * marks personal data"),
        new("smartkart topics describe clickstream --json", "the same, for a program to read"),
    ];

    private static int PrintContract(string name, bool json)
    {
        var topic = TopicCatalog.Shipped[name];
        if (json) JsonOutput.Print(ContractPrinter.Document(topic));
        else ContractPrinter.Print(topic);
        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(ClusterSession cluster, string name, bool json, CancellationToken cancel)
    {
        var topic = await DescribeAsync(cluster, name, cancel);
        TopicPartition[] partitions = [.. topic.Partitions.Select(partition => new TopicPartition(name, partition.Partition))];
        var begins = ByPartition(await cluster.Admin.Offsets.ListAsync(partitions, OffsetSpec.Earliest, cancellation: cancel));
        var ends = ByPartition(await cluster.Admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, cancellation: cancel));
        var settings = (await cluster.Admin.Configs.DescribeAsync([ConfigResource.OfTopic(name)], cancel))[0].Value;
        TopicCatalog.Shipped.TryGet(name, out var contract);
        if (json) JsonOutput.Print(Document(topic, begins, ends, settings, contract));
        else Print(topic, begins, ends, settings, contract);
        return ExitCode.Done;
    }

    private static async Task<TopicDescription> DescribeAsync(ClusterSession cluster, string name, CancellationToken cancel)
    {
        var topic = (await cluster.Admin.Topics.DescribeAsync([name], cancel))[0];
        if (topic.Error?.Code != KafkaErrorCode.UnknownTopicOrPartition) return topic.Value;
        throw new CommandException(
            $"There is no topic '{name}' at {cluster.BootstrapServers}. 'smartkart topics list' names those that there are; 'smartkart topics create {name}' creates it" +
            (TopicCatalog.Shipped.TryGet(name, out _) ? $", and 'smartkart topics describe {name} --contracts' shows its contract alone." : "."), topic.Error);
    }

    private static Dictionary<int, long> ByPartition(IReadOnlyList<PartitionResult> offsets)
    {
        offsets.ThrowIfAnyFailed();
        return offsets.ToDictionary(each => each.Partition.Partition, each => each.Offset);
    }

    private static object Document(
        TopicDescription topic, Dictionary<int, long> begins, Dictionary<int, long> ends, IReadOnlyList<ConfigEntry> settings, Topic? contract) => new
        {
            topic.Name,
            topic.TopicId,
            topic.IsInternal,
            Partitions = topic.Partitions.Select(partition => new
            {
                partition.Partition,
                Leader = partition.Leader?.Id,
                partition.Replicas,
                partition.InSyncReplicas,
                Begin = begins[partition.Partition],
                End = ends[partition.Partition],
            }),
            Settings = settings.Select(setting => new { setting.Name, setting.Value, Source = $"{setting.Source}", setting.IsSensitive }),
            Contract = contract is null ? null : ContractPrinter.Document(contract),
        };

    private static void Print(TopicDescription topic, Dictionary<int, long> begins, Dictionary<int, long> ends, IReadOnlyList<ConfigEntry> settings, Topic? contract)
    {
        var console = ResultConsole.Create();
        console.WriteLine($"{topic.Name}, id {topic.TopicId}{(topic.IsInternal ? ", internal" : "")}");
        var partitions = new Table().Border(TableBorder.Simple).AddColumns("partition", "leader", "replicas", "in sync", "begin", "end", "offsets");
        foreach (var column in partitions.Columns) column.RightAligned();
        foreach (var partition in topic.Partitions)
        {
            var (begin, end) = (begins[partition.Partition], ends[partition.Partition]);
            partitions.AddRow(
                Digits(partition.Partition), partition.Leader is { } leader ? Digits(leader.Id) : "none", string.Join(' ', partition.Replicas),
                string.Join(' ', partition.InSyncReplicas), Digits(begin), Digits(end), Digits(end - begin));
        }
        console.Write(partitions);
        console.WriteLine(settings.Any(setting => setting.IsOwn)
            ? $"settings of its own: {string.Join(", ", settings.Where(setting => setting.IsOwn).Select(setting => $"{setting.Name}={setting.Value}"))}"
            : "no settings of its own: the broker's defaults hold");
        if (contract is null) return;
        console.WriteLine();
        ContractPrinter.Print(contract);
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
