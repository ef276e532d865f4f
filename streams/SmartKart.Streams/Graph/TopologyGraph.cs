using SmartKart.Streams.State;

namespace SmartKart.Streams.Graph;

/// <summary>All nodes, stores and internal topics of a topology, checked as they are added.</summary>
internal sealed class TopologyGraph
{
    private readonly Dictionary<string, NodeDefinition> _nodesByName = new(StringComparer.Ordinal);
    private readonly List<NodeDefinition> _nodes = [];
    private readonly Dictionary<string, IStoreBuilder> _stores = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RepartitionTopic> _repartitionTopics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sourceOfTopic = new(StringComparer.Ordinal);
    private readonly List<CopartitionGroup> _copartitionGroups = [];
    private readonly List<GlobalStoreDefinition> _globalStores = [];

    /// <summary>The nodes in the order they were added, those of global stores left out.</summary>
    public IReadOnlyList<NodeDefinition> Nodes => _nodes;

    /// <summary>The stores by name, global ones included.</summary>
    public IReadOnlyDictionary<string, IStoreBuilder> Stores => _stores;

    /// <summary>The internal topics for repartitioning, by name.</summary>
    public IReadOnlyDictionary<string, RepartitionTopic> RepartitionTopics => _repartitionTopics;

    public IReadOnlyList<CopartitionGroup> CopartitionGroups => _copartitionGroups;

    public IReadOnlyList<GlobalStoreDefinition> GlobalStores => _globalStores;

    public bool IsGlobalStore(string store) => _globalStores.Exists(global => global.Store.Name == store);

    public string TopicName(string topic, string applicationId) => _repartitionTopics.ContainsKey(topic) ? $"{applicationId}-{topic}" : topic;

    public void Add(NodeDefinition node, params ReadOnlySpan<string> parents)
    {
        Register(node);
        foreach (var parent in parents) node.ConnectTo(Node(parent, node.Name));
        _nodes.Add(node);
    }

    public void AddStore(IStoreBuilder store, params ReadOnlySpan<string> processors)
    {
        if (!_stores.TryAdd(store.Name, store) && !ReferenceEquals(_stores[store.Name], store))
            throw new TopologyException($"There are two state stores named '{store.Name}'. Give each a name of its own.");
        Connect(store.Name, processors);
    }

    public void Connect(string store, params ReadOnlySpan<string> processors)
    {
        if (!_stores.ContainsKey(store)) throw new TopologyException($"There is no state store named '{store}'. Add it first.");
        foreach (var processor in processors) Node(processor, store).Stores.Add(store);
    }

    public void AddGlobal(GlobalStoreDefinition global)
    {
        if (global.Store.ChangelogSettings is not null)
            throw new TopologyException($"The global store '{global.Store.Name}' has a changelog, and its topic is one already. Build it with logging disabled.");
        Register(global.Source);
        Register(global.Processor);
        global.Processor.ConnectTo(global.Source);
        global.Processor.Stores.Add(global.Store.Name);
        if (!_stores.TryAdd(global.Store.Name, global.Store)) throw new TopologyException($"There are two state stores named '{global.Store.Name}'. Give each a name of its own.");
        _globalStores.Add(global);
    }

    public void AddRepartitionTopic(RepartitionTopic topic)
    {
        if (!_repartitionTopics.TryAdd(topic.Name, topic))
            throw new TopologyException($"Two operators repartition through the internal topic '{topic.Name}'. Give one of them another name.");
    }

    public void AddCopartitionGroup(CopartitionGroup group) => _copartitionGroups.Add(group);

    public NodeDefinition Node(string name) => _nodesByName.TryGetValue(name, out var node) ? node : throw new TopologyException($"There is no node named '{name}'.");

    /// <summary>The nodes in groups that must run together.</summary>
    public IReadOnlyList<SubTopology> SubTopologies()
    {
        if (_nodes.Count == 0 && _globalStores.Count == 0) throw new TopologyException("The topology is empty. Add a source to it.");
        var groupOf = _nodes.ToDictionary(node => node, node => node);
        NodeDefinition Root(NodeDefinition node) => groupOf[node] == node ? node : groupOf[node] = Root(groupOf[node]);
        var ownerOfStore = new Dictionary<string, NodeDefinition>(StringComparer.Ordinal);
        foreach (var node in _nodes)
        {
            foreach (var parent in node.Parents) groupOf[Root(node)] = Root(parent);
            foreach (var store in node.Stores.Where(store => !IsGlobalStore(store)))
                if (!ownerOfStore.TryAdd(store, node)) groupOf[Root(node)] = Root(ownerOfStore[store]);
        }
        return [.. _nodes.GroupBy(Root).Select((group, number) => new SubTopology(number, InOrder(group), this))];
    }

    // A node may be connected to a parent that was added after it, by a join: so the order of adding does not do.
    private static List<NodeDefinition> InOrder(IEnumerable<NodeDefinition> nodes)
    {
        var order = new List<NodeDefinition>();
        var seen = new HashSet<NodeDefinition>();
        void Visit(NodeDefinition node)
        {
            if (!seen.Add(node)) return;
            foreach (var parent in node.Parents) Visit(parent);
            order.Add(node);
        }
        foreach (var node in nodes) Visit(node);
        return order;
    }

    private NodeDefinition Node(string name, string neededBy) =>
        _nodesByName.TryGetValue(name, out var node) ? node : throw new TopologyException($"'{neededBy}' names '{name}', and there is no such node. Add it first.");

    private void Register(NodeDefinition node)
    {
        if (node is ISourceDefinition source)
        {
            foreach (var topic in source.Topics)
                if (!_sourceOfTopic.TryAdd(topic, node.Name))
                    throw new TopologyException($"The topic '{topic}' is read by two sources, '{_sourceOfTopic[topic]}' and '{node.Name}'. Read it once, and use the stream or table twice.");
        }
        if (!_nodesByName.TryAdd(node.Name, node)) throw new TopologyException($"There are two nodes named '{node.Name}'. Give each a name of its own.");
    }
}
