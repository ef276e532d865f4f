using SmartKart.Scoring.Trees.Model;

namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// A shallow tree, filled up to a perfect one, so that no node needs to say where its children are: those of node n are 2n and 2n + 1, the root
/// is 1. A leaf above the last level is repeated below itself. In words of 32 bits:
/// <code>
///   values    of node 0 (unused), 1, 2, … 2^(depth+1) − 1: thresholds, then on the last level leaves; at least 16
///   columns   of node 0 (unused), 1, 2, … 2^depth − 1: offsets into a block's columns; at least 16
/// </code>
/// So the first four levels are one vector of 16 words, the fifth the next, the sixth the next two: thresholds are then looked up within
/// registers.
/// </summary>
internal static class PerfectTree
{
    /// <summary>Deeper trees, mostly far from perfect, would take more memory than their nodes do.</summary>
    public const int DepthMax = 8;

    private const int WordsMin = 16;

    /// <summary>Where the columns begin.</summary>
    public static int ColumnsOffset(int depth) => Math.Max(WordsMin, 2 << depth);

    /// <summary>How many words a tree of a depth takes.</summary>
    public static int Words(int depth) => ColumnsOffset(depth) + Math.Max(WordsMin, 1 << depth);

    /// <summary>Lays a tree out.</summary>
    public static void Write(Tree tree, RowColumns columns, Span<int> words) => Write(tree, columns, words, treeNode: 0, node: 1, levelsBelow: tree.Depth);

    private static void Write(Tree tree, RowColumns columns, Span<int> words, int treeNode, int node, int levelsBelow)
    {
        ref readonly var source = ref tree.Nodes[treeNode];
        words[node] = BitConverter.SingleToInt32Bits(source.Value);
        if (levelsBelow == 0) return;
        // A leaf's copies above the last level decide by the root's column, and either way leads to the same value.
        ref readonly var decision = ref tree.Nodes[source.IsLeaf ? 0 : treeNode];
        words[ColumnsOffset(tree.Depth) + node] = columns.OffsetFor(decision.Feature, decision.IsMissingLeft);
        Write(tree, columns, words, source.IsLeaf ? treeNode : source.LeftChild, 2 * node, levelsBelow - 1);
        Write(tree, columns, words, source.IsLeaf ? treeNode : source.LeftChild + 1, 2 * node + 1, levelsBelow - 1);
    }
}
