namespace SmartKart.Scoring.Ann.Graph;

/// <summary>Whether every link leads to a row that is in its layer. A search follows links without a look, so a file's are checked once, before.</summary>
internal static unsafe class LinkCheck
{
    /// <returns>What is wrong; null where nothing is.</returns>
    public static string? Fault(in HnswGraph graph)
    {
        var starts = graph.UpperStarts;
        if (starts[0] != 0 || starts[^1] != graph.UpperBlocks) return "its upper blocks don't fit its rows";
        for (var row = 0; row < graph.Count; row++)
        {
            if (starts[row + 1] < starts[row]) return $"row {row}'s upper blocks end before they begin";
        }
        if (graph.LayerOf(graph.EntryRow) != graph.LayerMax) return $"its entry, row {graph.EntryRow}, is not in its highest layer, {graph.LayerMax}";
        for (var row = 0; row < graph.Count; row++)
        {
            if (graph.LayerOf(row) > graph.LayerMax) return $"row {row} is in layer {graph.LayerOf(row)}, above the highest, {graph.LayerMax}";
            for (var layer = graph.LayerOf(row); layer >= 0; layer--)
            {
                if (Fault(graph, row, layer) is { } fault) return fault;
            }
        }
        return null;
    }

    private static string? Fault(in HnswGraph graph, int row, int layer)
    {
        var links = graph.Links(row, layer);
        if (links[0] < 0 || links[0] > graph.LinksMax(layer))
            return $"row {row} has {links[0]} links in layer {layer}, and may have {graph.LinksMax(layer)}";
        for (var i = 1; i <= links[0]; i++)
        {
            if (links[i] < 0 || links[i] >= graph.Count) return $"row {row} has a link to row {links[i]} of {graph.Count}";
            if (layer > 0 && graph.LayerOf(links[i]) < layer) return $"row {row} has a link in layer {layer} to row {links[i]}, which is not in it";
        }
        return null;
    }
}
