using System.Globalization;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Streams.Graph;

namespace SmartKart.Streams.Planning;

/// <summary>The topics of an application at its start: those it reads are looked at, those of its own are created or checked.</summary>
internal sealed class InternalTopics(KafkaAdmin admin, StreamsOptions options, ILogger logger)
{
    private static readonly TimeSpan RetentionBeyondWindows = TimeSpan.FromDays(1); // as Kafka Streams: clocks may differ

    /// <summary>Looks at the topics that exist, and creates what is missing of the application's own.</summary>
    /// <exception cref="TopologyException">A topic is missing, or has another number of partitions than it needs.</exception>
    /// <exception cref="KafkaException">No broker answered, or it refused to create a topic.</exception>
    public async Task<PartitionPlan> PrepareAsync(TopologyGraph graph, CancellationToken cancellation)
    {
        var plan = PartitionPlan.Compute(graph, await SourcePartitionsAsync(graph, cancellation));
        NewTopic[] wanted = [.. RepartitionTopics(graph, plan), .. ChangelogTopics(plan)];
        var existing = await DescribeAsync(wanted.Select(topic => topic.Name), cancellation);
        foreach (var topic in wanted)
            if (existing.TryGetValue(topic.Name, out var partitions)) CheckPartitions(topic, partitions);
        NewTopic[] missing = [.. wanted.Where(topic => !existing.ContainsKey(topic.Name))];
        await CreateAsync(missing, cancellation);
        await TellOfEmptyStoresAsync([.. ChangelogTopics(plan).Select(topic => topic.Name).Intersect(missing.Select(topic => topic.Name))], cancellation);
        return plan;
    }

    // A store that is new to an application which has processed before misses all that was. It may be meant so; a name that changed is not.
    private async Task TellOfEmptyStoresAsync(string[] newChangelogs, CancellationToken cancellation)
    {
        if (newChangelogs.Length == 0) return;
        var committed = await admin.GroupOffsets.ListAsync(options.ApplicationId, cancellation: cancellation);
        if (!committed.Any(each => each.Offset > 0)) return;
        foreach (var changelog in newChangelogs) Log.StoreBeginsEmpty(logger, options.ApplicationId, changelog);
    }

    private async Task<Dictionary<string, int>> SourcePartitionsAsync(TopologyGraph graph, CancellationToken cancellation)
    {
        string[] sources = [.. graph.Nodes.OfType<ISourceDefinition>().Concat(graph.GlobalStores.Select(global => (ISourceDefinition)global.Source))
            .SelectMany(source => source.Topics).Where(topic => !graph.RepartitionTopics.ContainsKey(topic))];
        string[] needed = options.DeadLetterTopic is { } deadLetters ? [.. sources, deadLetters] : sources;
        var partitions = await DescribeAsync(needed, cancellation);
        string[] missing = [.. needed.Where(topic => !partitions.ContainsKey(topic)).Order(StringComparer.Ordinal)];
        if (missing.Length > 0)
            throw new TopologyException($"The application '{options.ApplicationId}' needs topics that do not exist: "
                + $"{string.Join(", ", missing.Select(topic => $"'{topic}'"))}. Create them first, or mend their names.");
        return partitions;
    }

    private async Task<Dictionary<string, int>> DescribeAsync(IEnumerable<string> topics, CancellationToken cancellation)
    {
        var partitions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var topic in await admin.Topics.DescribeAsync(topics, cancellation))
        {
            if (topic.Error is { Code: KafkaErrorCode.UnknownTopicOrPartition or KafkaErrorCode.UnknownTopic }) continue;
            partitions[topic.Name] = topic.Value.Partitions.Count;
        }
        return partitions;
    }

    private IEnumerable<NewTopic> RepartitionTopics(TopologyGraph graph, PartitionPlan plan) => graph.RepartitionTopics.Keys
        .Select(topic => New(graph.TopicName(topic, options.ApplicationId), plan.PartitionsOf(topic), new() { ["cleanup.policy"] = "delete", ["retention.ms"] = "-1" }));

    private IEnumerable<NewTopic> ChangelogTopics(PartitionPlan plan) =>
        from subTopology in plan.SubTopologies
        from store in subTopology.Stores
        where store.ChangelogSettings is not null
        select New(SubTopology.ChangelogTopic(options.ApplicationId, store.Name), plan.TasksOf(subTopology), ChangelogSettings(store));

    private static Dictionary<string, string> ChangelogSettings(State.IStoreBuilder store)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["cleanup.policy"] = "compact" };
        if (store.Retention is { } retention)
        {
            settings["cleanup.policy"] = "compact,delete";
            settings["retention.ms"] = ((long)(retention + RetentionBeyondWindows).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (name, value) in store.ChangelogSettings ?? new Dictionary<string, string>()) settings[name] = value;
        return settings;
    }

    private NewTopic New(string name, int partitions, Dictionary<string, string> settings) => new(name, partitions, options.InternalTopicReplicationFactor, settings);

    private async Task CreateAsync(NewTopic[] topics, CancellationToken cancellation)
    {
        string[] raced = [.. (await admin.Topics.CreateAsync(topics, cancellation: cancellation)).Where(IsThereByNow).Select(result => result.Name)];
        if (raced.Length == 0) return;
        var existing = await DescribeAsync(raced, cancellation); // another instance started at the same moment
        foreach (var topic in topics)
            if (existing.TryGetValue(topic.Name, out var partitions)) CheckPartitions(topic, partitions);
    }

    private static bool IsThereByNow(AdminResult result) => result.Error switch
    {
        null => false,
        { Code: KafkaErrorCode.TopicExists } => true,
        var error => throw error,
    };

    private void CheckPartitions(NewTopic topic, int found)
    {
        if (found == topic.Partitions) return;
        throw new TopologyException(
            $"The internal topic '{topic.Name}' has {found} partitions, and the application '{options.ApplicationId}' needs {topic.Partitions}: its topology or its source topics have changed. "
            + "Give the application another id, or stop it everywhere, delete its internal topics and local state, and process its sources anew.");
    }
}
