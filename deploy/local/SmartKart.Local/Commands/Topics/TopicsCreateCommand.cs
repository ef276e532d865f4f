using System.CommandLine;
using SmartKart.Kafka;
using SmartKart.Local.Clusters;
using SmartKart.Local.Terminal;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Local.Commands;

/// <summary>Creates topics: any, or SmartKart's as the catalogue has them.</summary>
internal sealed class TopicsCreateCommand : Command, IHasExamples
{
    private const int ByBroker = -1;

    private readonly Argument<string[]> _names = new("name") { Description = "The topics to create.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _contracts = new("--contracts") { Description = "All of SmartKart's topics, with their partitions and settings." };
    private readonly Option<int?> _partitions = new("--partitions")
    {
        Description = "How many partitions; by the contract, else the broker's default, unless given.",
        HelpName = "n",
    };
    private readonly Option<int?> _replicas = new("--replication-factor")
    {
        Description = "On how many brokers each partition is; the broker's default unless given.",
        HelpName = "n",
    };
    private readonly Option<string[]> _config = new("--config")
    {
        Description = "A setting of the topic, by Kafka's name; may be repeated.",
        HelpName = "name=value",
    };
    private readonly Option<bool> _ifNotExists = new("--if-not-exists") { Description = "Leave topics that exist as they are." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of lines." };

    public TopicsCreateCommand() : base("create", "Create topics.")
    {
        Add(_names);
        Add(_contracts);
        Add(_partitions);
        Add(_replicas);
        Add(_config);
        Add(_ifNotExists);
        Add(_json);
        _partitions.HoldTo<int>(partitions => partitions >= 1, "--partitions is at least 1.");
        _replicas.HoldTo<int>(replicas => replicas >= 1, "--replication-factor is at least 1.");
        Validators.Add(result =>
        {
            if (result.GetValue(_contracts) == (result.GetValue(_names) is { Length: > 0 })) result.AddError("Name the topics to create, or give --contracts.");
            if (result.GetValue(_config)?.FirstOrDefault(each => each.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
                result.AddError($"--config is name=value, and '{wrong}' is not.");
        });
        SetAction((parsed, cancel) => ClusterSession.UseAsync(parsed, cluster => RunAsync(cluster, parsed, cancel), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart topics create --contracts --if-not-exists", "what SmartKart needs and the cluster lacks"),
        new("smartkart topics create audit --partitions 6 --config cleanup.policy=compact", "a topic of one's own"),
        new("smartkart topics create clickstream", "one of SmartKart's, by its contract"),
        new("smartkart topics create audit --json", "what became of it, for a program to read"),
    ];

    private async Task<int> RunAsync(ClusterSession cluster, ParseResult parsed, CancellationToken cancel)
    {
        string[] names = parsed.GetValue(_contracts) ? [.. TopicCatalog.Shipped.All.Select(topic => topic.Name)] : parsed.GetRequiredValue(_names);
        var settings = Settings(parsed.GetValue(_config) ?? []);
        var results = await cluster.Admin.Topics.CreateAsync(
            names.Distinct().Select(name => Topic(name, parsed.GetValue(_partitions), parsed.GetValue(_replicas), settings)), cancellation: cancel);
        return TopicOutcomes.Print(results, "created", "exists already", KafkaErrorCode.TopicExists, parsed.GetValue(_ifNotExists), parsed.GetValue(_json));
    }

    internal static NewTopic Topic(string name, int? partitions, int? replicas, IReadOnlyDictionary<string, string> settings)
    {
        TopicCatalog.Shipped.TryGet(name, out var contract);
        var all = new Dictionary<string, string>(contract?.Settings ?? new Dictionary<string, string>());
        foreach (var (key, value) in settings) all[key] = value;
        return new NewTopic(name, partitions ?? contract?.Partitions ?? ByBroker, replicas ?? ByBroker, all);
    }

    // The last of one name wins, as with any flag.
    private static Dictionary<string, string> Settings(string[] texts)
    {
        var settings = new Dictionary<string, string>();
        foreach (var text in texts)
        {
            var split = text.IndexOf('=', StringComparison.Ordinal);
            settings[text[..split].Trim()] = text[(split + 1)..];
        }
        return settings;
    }
}
