using System.Runtime.CompilerServices;
using SmartKart.Scoring.Trees.Model;

namespace SmartKart.Scoring.Trees.Walking;

/// <summary>All trees of an ensemble in one piece of memory, and in tiles that stay in a core's cache while blocks of rows go through them.</summary>
internal sealed unsafe class LaidOutTrees
{
    /// <summary>A vector of 512 bits: trees begin where one does, so that none of their vectors lies in two cache lines.</summary>
    public const int AlignmentWords = 16;

    private const int TileWords = 512 << 10 >> 2; // half a MB: a quarter to a half of the second cache of servers' cores

    private readonly LaidOutTree[] _trees;
    private readonly int[] _words; // pinned, as long as it lives
    private readonly nint _first;

    public LaidOutTrees(IReadOnlyList<Tree> trees)
    {
        _trees = new LaidOutTree[trees.Count];
        var end = 0;
        for (var i = 0; i < _trees.Length; i++)
        {
            _trees[i] = new LaidOutTree(end, trees[i].Depth, ShapeOf(trees[i]));
            end = checked(end + Aligned(_trees[i].Shape == TreeShape.Perfect ? PerfectTree.Words(trees[i].Depth) : LinkedTree.Words(trees[i])));
        }
        _words = GC.AllocateArray<int>(checked(end + AlignmentWords), pinned: true);
        _first = Align((nint)Unsafe.AsPointer(ref _words[0]));
        for (var i = 0; i < _trees.Length; i++) Write(trees[i], _trees[i], new Span<int>(First + _trees[i].Offset, end - _trees[i].Offset));
        Tiles = [.. TilesOf(end)];
    }

    /// <summary>The columns that nodes look at.</summary>
    public RowColumns Columns { get; } = new();

    /// <summary>Runs of trees, in their order.</summary>
    public Range[] Tiles { get; }

    /// <summary>The trees.</summary>
    public ReadOnlySpan<LaidOutTree> Trees => _trees;

    /// <summary>The first word of all. Valid as long as this object is used.</summary>
    public int* First => (int*)_first;

    /// <summary>The first aligned address at or behind one.</summary>
    public static nint Align(nint address) => (address + AlignmentWords * sizeof(int) - 1) & -(AlignmentWords * sizeof(int));

    private static TreeShape ShapeOf(Tree tree) =>
        tree.HasCategories ? TreeShape.LinkedWithCategories : tree.Depth <= PerfectTree.DepthMax ? TreeShape.Perfect : TreeShape.Linked;

    private static int Aligned(int words) => checked(words + AlignmentWords - 1) / AlignmentWords * AlignmentWords;

    private void Write(Tree tree, LaidOutTree place, Span<int> words)
    {
        if (place.Shape == TreeShape.Perfect) PerfectTree.Write(tree, Columns, words);
        else LinkedTree.Write(tree, Columns, words);
    }

    private IEnumerable<Range> TilesOf(int end)
    {
        var first = 0;
        for (var i = 1; i <= _trees.Length; i++)
        {
            if (i < _trees.Length && (i + 1 < _trees.Length ? _trees[i + 1].Offset : end) - _trees[first].Offset <= TileWords) continue;
            yield return first..i;
            first = i;
        }
    }
}
