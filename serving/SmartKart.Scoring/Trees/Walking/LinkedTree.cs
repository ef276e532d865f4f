using SmartKart.Scoring.Trees.Model;

namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// A tree of any depth and shape. A node is four words, and is known by the place of its first one in the tree:
/// <code>
///   0  threshold, or the place of a set of categories
///   1  offset into a block's columns; with its sign bit set where a set decides
///   2  place of the left child; the right child's is 4 more
///   3  leaf value, or how many words the set has
/// </code>
/// Sets stand behind the nodes: words of 32 categories each and, for all categories beyond them, a word of zeros. A leaf's threshold is not a
/// number, so that every value goes right, and its right child is itself: rows that have arrived stay where they are while others still walk.
/// </summary>
internal static class LinkedTree
{
    public const int NodeWords = 4;
    public const int ColumnWord = 1;
    public const int ChildWord = 2;
    public const int ValueWord = 3;
    public const int OffsetMask = int.MaxValue; // the column's word without its sign

    /// <summary>How many words a tree takes.</summary>
    public static int Words(Tree tree) => checked(tree.Nodes.Length * NodeWords + tree.Nodes.Sum(node => node.Categories is { } set ? set.Length + 1 : 0));

    /// <summary>Lays a tree out.</summary>
    public static void Write(Tree tree, RowColumns columns, Span<int> words)
    {
        var setsEnd = tree.Nodes.Length * NodeWords;
        for (var i = 0; i < tree.Nodes.Length; i++)
        {
            ref readonly var source = ref tree.Nodes[i];
            var node = words.Slice(i * NodeWords, NodeWords);
            if (source.IsLeaf)
            {
                node[0] = BitConverter.SingleToInt32Bits(float.NaN);
                node[ChildWord] = (i - 1) * NodeWords;
                node[ValueWord] = BitConverter.SingleToInt32Bits(source.Value);
                continue;
            }
            node[ColumnWord] = columns.OffsetFor(source.Feature, source.IsMissingLeft);
            node[ChildWord] = source.LeftChild * NodeWords;
            node[0] = BitConverter.SingleToInt32Bits(source.Value);
            if (source.Categories is not { } set) continue;
            node[0] = setsEnd;
            node[ColumnWord] |= int.MinValue;
            node[ValueWord] = set.Length;
            for (var word = 0; word < set.Length; word++) words[setsEnd + word] = (int)set[word];
            setsEnd += set.Length + 1;
        }
    }
}
