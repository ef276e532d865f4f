using System.Runtime.CompilerServices;

namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// What is done for a block of rows, in the instructions of one kind of processor. Every kernel gives the same bits. They are compiled for speed at once: until .NET
/// gets round to it, which under load takes a minute, they would be twenty times as slow.
/// </summary>
internal abstract unsafe class TreeKernel
{
    protected const int Lanes = RowColumns.Lanes;

    /// <summary>Lays a block's values out in columns.</summary>
    /// <param name="columns">Which.</param>
    /// <param name="rows">The block's first row; the features of a row lie side by side.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="count">Rows that are there, 1 to 32; the lanes behind them repeat the last one.</param>
    /// <param name="block">Is filled with columns × 32 lanes. Aligned to 64 bytes.</param>
    public abstract void Fill(RowColumns columns, float* rows, int features, int count, float* block);

    /// <summary>Adds each row's leaves in a tile of trees to its sum, tree by tree.</summary>
    /// <param name="trees">All trees.</param>
    /// <param name="tile">Which of them.</param>
    /// <param name="block">The block's columns.</param>
    /// <param name="sums">A sum for each lane. Aligned to 64 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(LaidOutTrees trees, Range tile, float* block, float* sums)
    {
        foreach (ref readonly var tree in trees.Trees[tile])
        {
            var words = trees.First + tree.Offset;
            if (tree.Shape == TreeShape.Perfect) AddPerfect(words, tree.Depth, block, sums);
            else AddLinked(words, tree.Depth, tree.Shape == TreeShape.LinkedWithCategories, block, sums);
        }
    }

    /// <summary>Adds the leaves of a <see cref="PerfectTree"/>.</summary>
    protected abstract void AddPerfect(int* tree, int depth, float* block, float* sums);

    /// <summary>Adds the leaves of a <see cref="LinkedTree"/>.</summary>
    protected abstract void AddLinked(int* tree, int depth, bool hasCategories, float* block, float* sums);
}
