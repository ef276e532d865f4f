using SmartKart.Streams.State;

namespace SmartKart.Streams.Graph;

/// <summary>
/// Nodes that must run together, for they are connected or share a store. For each partition of its source topics there is a task.
/// </summary>
internal sealed class SubTopology
{
    private readonly TopologyGraph _graph;

    /// <param name="number">Its number.</param>
    /// <param name="nodes">Its nodes, parents before children.</param>
    /// <param name="graph">The topology.</param>
    /// <param name="topics">The topics of its sources that it reads; null: all.</param>
    public SubTopology(int number, IReadOnlyList<NodeDefinition> nodes, TopologyGraph graph, IReadOnlySet<string>? topics = null)
    {
        Number = number;
        Nodes = nodes;
        _graph = graph;
        Stores = [.. nodes.SelectMany(node => node.Stores).Distinct(StringComparer.Ordinal).Where(store => !graph.IsGlobalStore(store)).Select(store => graph.Stores[store])];
        SourceTopics = [.. nodes.OfType<ISourceDefinition>().SelectMany(source => source.Topics).Distinct(StringComparer.Ordinal)
            .Where(topic => topics is null || topics.Contains(topic))];
    }

    /// <summary>Its number, from 0.</summary>
    public int Number { get; }

    /// <summary>Its nodes, parents before children.</summary>
    public IReadOnlyList<NodeDefinition> Nodes { get; }

    /// <summary>Its stores, those of earlier nodes first: the order in which their caches are flushed.</summary>
    public IReadOnlyList<IStoreBuilder> Stores { get; }

    /// <summary>The topics that it reads, as the topology names them.</summary>
    public IReadOnlyList<string> SourceTopics { get; }

    /// <summary>The part of it that reads only these of its topics: what is downstream of them.</summary>
    public SubTopology PartOf(int number, IReadOnlySet<string> topics)
    {
        var reached = new HashSet<NodeDefinition>();
        void Reach(NodeDefinition node)
        {
            if (!reached.Add(node)) return;
            foreach (var child in node.Children) Reach(child);
        }
        foreach (var node in Nodes)
            if (node is ISourceDefinition source && source.Topics.Any(topics.Contains)) Reach(node);
        return new SubTopology(number, [.. Nodes.Where(reached.Contains)], _graph, topics);
    }

    public bool IsGlobalStore(string store) => _graph.IsGlobalStore(store);

    /// <summary>A topic as the broker names it: an internal one begins with the application's id.</summary>
    public string TopicName(string topic, string applicationId) => _graph.TopicName(topic, applicationId);

    /// <summary>The changelog topic of a store, as the broker names it.</summary>
    public static string ChangelogTopic(string applicationId, string store) => $"{applicationId}-{store}-changelog";
}
