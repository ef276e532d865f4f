namespace SmartKart.Streams.Graph;

/// <summary>A node of a topology as it was written down: its name, its neighbours, its stores. Each task builds its own node from it.</summary>
internal abstract class NodeDefinition(string name)
{
    private readonly List<NodeDefinition> _parents = [];
    private readonly List<NodeDefinition> _children = [];

    /// <summary>Its name, unique in the topology.</summary>
    public string Name { get; } = name;

    /// <summary>Who forwards to it.</summary>
    public IReadOnlyList<NodeDefinition> Parents => _parents;

    /// <summary>To whom it forwards, in the order they were added.</summary>
    public IReadOnlyList<NodeDefinition> Children => _children;

    /// <summary>The stores that it may use, by name, in the order they were connected.</summary>
    public SortedSet<string> Stores { get; } = new(StringComparer.Ordinal);

    /// <summary>What it is in a description: Source, Processor or Sink.</summary>
    public abstract string Kind { get; }

    /// <summary>Makes the node of one task. Its children are made already.</summary>
    public abstract Tasks.TaskNode Build(Tasks.TaskAssembly task);

    /// <summary>Puts it below a parent.</summary>
    public void ConnectTo(NodeDefinition parent)
    {
        if (parent is ISinkDefinition) throw new TopologyException($"'{Name}' names the sink '{parent.Name}' as its parent, and a sink forwards nothing. Name the sink's parent, or read the sink's topic.");
        _parents.Add(parent);
        parent._children.Add(this);
    }
}
