using System.Buffers;

namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// Adds up, for each row, the leaves that it reaches in the trees of an ensemble. Rows go in blocks of 32, blocks through tiles of trees. Hot
/// path: nothing is allocated once the pool has its arrays. Any number of threads.
/// </summary>
internal sealed unsafe class TreeWalker(LaidOutTrees trees, TreeKernel kernel)
{
    private const int Lanes = RowColumns.Lanes;
    private const int BlocksWords = 256 << 10 >> 2; // columns that wait for the next tile: they share the second cache with a tile

    /// <summary>Adds the leaves up, in the order of the trees and in single precision, as XGBoost does: the sums are its sums, bit by bit.</summary>
    /// <param name="rows">rows × features, row-major.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="baseMargin">What each sum begins with.</param>
    /// <param name="margins">Is filled with the sums.</param>
    public void Add(ReadOnlySpan<float> rows, int features, float baseMargin, Span<float> margins)
    {
        if (margins.IsEmpty) return;
        var columnWords = trees.Columns.Count * Lanes;
        // Where all trees are one tile, a block is done with before the next begins.
        var blocks = trees.Tiles.Length <= 1 ? 1 : Math.Clamp(BlocksWords / Math.Max(columnWords, 1), 1, (margins.Length + Lanes - 1) / Lanes);
        var pooled = ArrayPool<float>.Shared.Rent(checked(blocks * (columnWords + Lanes) + LaidOutTrees.AlignmentWords));
        fixed (float* first = pooled, values = rows)
        {
            var sums = (float*)LaidOutTrees.Align((nint)first);
            for (var row = 0; row < margins.Length; row += blocks * Lanes)
            {
                var count = Math.Min(blocks * Lanes, margins.Length - row);
                var chunk = new Span<float>(sums, count);
                new Span<float>(sums, blocks * Lanes).Fill(baseMargin);
                Add(values + (nint)row * features, features, count, sums, sums + blocks * Lanes, columnWords);
                chunk.CopyTo(margins[row..]);
            }
        }
        ArrayPool<float>.Shared.Return(pooled);
    }

    private void Add(float* rows, int features, int count, float* sums, float* columns, int columnWords)
    {
        for (var row = 0; row < count; row += Lanes)
            kernel.Fill(trees.Columns, rows + (nint)row * features, features, Math.Min(Lanes, count - row), columns + row / Lanes * columnWords);
        foreach (var tile in trees.Tiles)
            for (var row = 0; row < count; row += Lanes)
                kernel.Add(trees, tile, columns + row / Lanes * columnWords, sums + row);
    }
}
