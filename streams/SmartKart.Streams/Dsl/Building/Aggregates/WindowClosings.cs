using SmartKart.Streams.Graph;

namespace SmartKart.Streams.Building;

/// <summary>When the windows of tables close: known of the aggregates that make them, and asked by what waits for final results.</summary>
internal sealed class WindowClosings
{
    private readonly Dictionary<string, ClosingRule> _rules = new(StringComparer.Ordinal);

    /// <summary>The windows of an aggregate's node close like this.</summary>
    public void Add(string node, ClosingRule rule) => _rules.Add(node, rule);

    /// <summary>When the windows of a node's records close: as those of the aggregates above it do, the last of them.</summary>
    /// <param name="node">The node.</param>
    /// <returns>Null where a way up leads to no aggregate: the records are not windowed.</returns>
    public ClosingRule? Of(NodeDefinition node)
    {
        if (_rules.TryGetValue(node.Name, out var rule)) return rule;
        ClosingRule? last = null;
        foreach (var parent in node.Parents)
        {
            if (Of(parent) is not { } above) return null;
            if (last is null || above.EarliestOpenEndMs(streamTimeMs: 0) < last.Value.EarliestOpenEndMs(streamTimeMs: 0)) last = above;
        }
        return last;
    }
}
