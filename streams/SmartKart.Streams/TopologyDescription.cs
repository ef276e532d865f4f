using System.Text;
using SmartKart.Streams.Graph;

namespace SmartKart.Streams;

/// <summary>What a topology is made of, in the layout that Kafka Streams prints, and as a Mermaid flowchart.</summary>
public sealed class TopologyDescription
{
    private readonly TopologyGraph _graph;
    private readonly IReadOnlyList<SubTopology> _subTopologies;

    private TopologyDescription(TopologyGraph graph) => (_graph, _subTopologies) = (graph, graph.SubTopologies());

    internal static TopologyDescription Of(TopologyGraph graph) => new(graph);

    /// <summary>As Kafka Streams prints it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("Topologies:\n");
        foreach (var sub in _subTopologies)
        {
            text.Append($"   Sub-topology: {sub.Number}\n");
            foreach (var node in sub.Nodes) Append(text, node);
            text.Append('\n');
        }
        foreach (var (global, number) in _graph.GlobalStores.Select((global, at) => (global, at + _subTopologies.Count)))
        {
            text.Append($"   Sub-topology: {number} for global store (will not generate tasks)\n");
            Append(text, global.Source);
            Append(text, global.Processor);
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>As a flowchart that Mermaid draws: a box per sub-topology, topics and stores as cylinders beside.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("flowchart TB\n");
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        string Id(string kind, string name) => ids.TryGetValue($"{kind} {name}", out var id) ? id : ids[$"{kind} {name}"] = $"n{ids.Count}";
        var edges = new List<string>();
        var outside = new List<string>();
        void Outside(string kind, string name, string shape)
        {
            if (!ids.ContainsKey($"{kind} {name}")) outside.Add($"  {Id(kind, name)}{shape}");
        }
        void Draw(NodeDefinition node)
        {
            text.Append($"    {Id("node", node.Name)}[\"{node.Name}\"]\n");
            foreach (var topic in (node as ISourceDefinition)?.Topics ?? [])
            {
                Outside("topic", topic, $"([\"{topic}\"])");
                edges.Add($"  {Id("topic", topic)} --> {Id("node", node.Name)}");
            }
            if (node is ISinkDefinition sink)
            {
                var topic = sink.Topic ?? "chosen per record";
                Outside("topic", topic, $"([\"{topic}\"])");
                edges.Add($"  {Id("node", node.Name)} --> {Id("topic", topic)}");
            }
            foreach (var store in node.Stores)
            {
                Outside("store", store, $"[(\"{store}\")]");
                edges.Add($"  {Id("node", node.Name)} --- {Id("store", store)}");
            }
            foreach (var child in node.Children) edges.Add($"  {Id("node", node.Name)} --> {Id("node", child.Name)}");
        }
        foreach (var sub in _subTopologies)
        {
            text.Append($"  subgraph sub{sub.Number}[\"Sub-topology {sub.Number}\"]\n");
            foreach (var node in sub.Nodes) Draw(node);
            text.Append("  end\n");
        }
        foreach (var global in _graph.GlobalStores)
        {
            text.Append($"  subgraph {Id("global", global.Store.Name)}[\"Global store {global.Store.Name}\"]\n");
            Draw(global.Source);
            Draw(global.Processor);
            text.Append("  end\n");
        }
        foreach (var line in outside.Concat(edges)) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static void Append(StringBuilder text, NodeDefinition node)
    {
        var detail = node switch
        {
            ISourceDefinition source => $" (topics: [{string.Join(", ", source.Topics)}])",
            ISinkDefinition sink => $" (topic: {sink.Topic ?? "chosen per record"})",
            _ => $" (stores: [{string.Join(", ", node.Stores)}])",
        };
        text.Append($"    {node.Kind}: {node.Name}{detail}\n");
        if (node is not ISinkDefinition) text.Append($"      --> {Names(node.Children)}\n");
        if (node is not ISourceDefinition) text.Append($"      <-- {Names(node.Parents)}\n");
    }

    private static string Names(IReadOnlyList<NodeDefinition> nodes) => nodes.Count == 0 ? "none" : string.Join(", ", nodes.Select(node => node.Name));
}
