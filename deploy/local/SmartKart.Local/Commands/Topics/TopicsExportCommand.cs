using System.CommandLine;
using System.Globalization;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Archive;

namespace SmartKart.Local.Commands;

/// <summary>Brings topics into the history, as Parquet.</summary>
internal sealed class TopicsExportCommand : Command, IHasExamples
{
    private readonly Argument<string[]> _topics = new("topics")
    {
        Description = "Topics of the catalogue; all of them unless given.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<DirectoryInfo?> _history = HistoryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public TopicsExportCommand() : base("export", "Write topics' events to Parquet, from where the last export ended.")
    {
        Add(_topics);
        Add(_history);
        Add(_json);
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed, cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics export", "every topic, into the data directory's warehouse"),
        new("smartkart topics export clickstream order_placed --history ./warehouse", "two topics, into another folder"),
    ];

    private async Task<int> RunAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        var root = HistoryOption.Read(parsed, _history).Root;
        var topics = parsed.GetValue(_topics) is { Length: > 0 } names ? [.. names.Select(Named)] : await PresentAsync(cluster, cancel);
        var archived = await OfflineFaults.AsCommandsAsync(() => WorkProgress.ShowAsync(progress =>
            Task.Run(() => ArchiveRun.RunAsync(cluster, topics, root, progress, cancel), cancel)));
        if (parsed.GetValue(_json)) JsonOutput.Print(new { Root = root, Topics = archived });
        else Print(archived, root);
        return ExitCode.Done;
    }

    private static void Print(IReadOnlyList<ArchivedTopic> archived, string root)
    {
        foreach (var topic in archived)
        {
            var deletions = topic.Tombstones > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {topic.Tombstones:N0} deletions are no events") : "";
            var refused = topic.DeadLetters > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {topic.DeadLetters:N0} can't be kept, and are in dead_letters") : "";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{topic.Topic}: {topic.Events:N0} events in {topic.Files.Count:N0} files{deletions}{refused}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{archived.Sum(topic => topic.Events):N0} new events under {root}"));
    }

    private static Topic Named(string name) => TopicCatalog.Shipped.TryGet(name, out var topic)
        ? topic
        : throw new CommandException($"'{name}' is no topic of the catalogue, so its events have no contract. 'smartkart topics docs' has those that are.");

    private static async Task<IReadOnlyList<Topic>> PresentAsync(ClusterSession cluster, CancellationToken cancel)
    {
        var names = (await cluster.Admin.Topics.ListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        return [.. TopicCatalog.Shipped.All.Where(topic => names.Contains(topic.Name))];
    }
}
