using SmartKart.Streams.Graph;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Tasks;

/// <summary>Puts one task together: its stores first, then its nodes, children before their parents.</summary>
internal sealed class TaskAssembly
{
    private readonly SubTopology _subTopology;
    private readonly Dictionary<NodeDefinition, TaskNode> _nodes = [];
    private readonly Dictionary<string, object> _stores;

    /// <param name="subTopology">What the task runs.</param>
    /// <param name="context">What its nodes share.</param>
    /// <param name="collector">Where its records go.</param>
    /// <param name="stores">Its own stores, open.</param>
    /// <param name="globalStores">The stores of global tables by name, as other threads may read them.</param>
    public TaskAssembly(
        SubTopology subTopology, TaskContext context, IRecordCollector collector, IEnumerable<ITaskStore> stores, IReadOnlyDictionary<string, object> globalStores)
    {
        _subTopology = subTopology;
        Task = context;
        Collector = collector;
        _stores = new Dictionary<string, object>(globalStores, StringComparer.Ordinal);
        foreach (var store in stores) _stores.Add(store.Name, store);
        foreach (var node in Enumerable.Reverse(subTopology.Nodes)) _nodes.Add(node, node.Build(this));
    }

    public TaskContext Task { get; }

    public IRecordCollector Collector { get; }

    /// <summary>The nodes, parents before children.</summary>
    public IReadOnlyList<TaskNode> Nodes() => [.. _subTopology.Nodes.Select(node => _nodes[node])];

    /// <summary>The sources by the topics that they read, as the broker names them.</summary>
    public IReadOnlyDictionary<string, SourceNode> Sources() => _subTopology.Nodes.OfType<ISourceDefinition>()
        .SelectMany(source => source.Topics.Where(_subTopology.SourceTopics.Contains).Select(topic => (Topic: TopicName(topic), Node: (SourceNode)_nodes[(NodeDefinition)source])))
        .ToDictionary(each => each.Topic, each => each.Node, StringComparer.Ordinal);

    /// <summary>A topic as the broker names it.</summary>
    public string TopicName(string topic) => _subTopology.TopicName(topic, Task.ApplicationId);

    /// <summary>The children of a node that forwards these types.</summary>
    public IRecordReceiver<K, V>[] Receivers<K, V>(NodeDefinition parent) => [.. parent.Children.Select(child => _nodes[child] as IRecordReceiver<K, V>
        ?? throw new TopologyException($"'{parent.Name}' forwards {typeof(K).Name}, {typeof(V).Name}, and its child '{child.Name}' takes other types. Give both the same."))];

    /// <summary>The stores that a node may use: those connected to it, and the global ones.</summary>
    public IReadOnlyDictionary<string, object> StoresOf(NodeDefinition node) => _stores
        .Where(store => node.Stores.Contains(store.Key) || _subTopology.IsGlobalStore(store.Key))
        .ToDictionary(StringComparer.Ordinal);
}
