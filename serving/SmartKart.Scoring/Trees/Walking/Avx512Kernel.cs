using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// With AVX-512: in perfect trees sixteen rows a vector, the two vectors of a block side by side. A register holds the thresholds of four levels, so
/// that until the sixth only the values of rows are gathered. Linked trees are all gathers, which .NET has for eight lanes only: they are walked
/// with AVX2.
/// </summary>
internal sealed unsafe class Avx512Kernel : Avx2Kernel
{
    private const int Width = 16;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddPerfect(int* tree, int depth, float* block, float* sums)
    {
        var values = (float*)tree;
        var columns = tree + PerfectTree.ColumnsOffset(depth);
        var first = Vector512<int>.One;
        var second = first;
        if (depth > 0)
        {
            // All rows are at the root: its column needs no gather.
            var root = block + columns[1];
            var threshold = Vector512.Create(values[1]);
            first = Children(first, Vector512.LoadAligned(root), threshold);
            second = Children(second, Vector512.LoadAligned(root + Width), threshold);
        }
        if (depth > 1)
        {
            var thresholds = Vector512.LoadAligned(values);
            var offsets = Vector512.LoadAligned(columns);
            first = ChildrenOnSecond(first, thresholds, columns, block);
            second = ChildrenOnSecond(second, thresholds, columns, block + Width);
            for (var level = Math.Min(depth, 4); level > 2; level--)
            {
                first = Children(first, thresholds, offsets, block);
                second = Children(second, thresholds, offsets, block + Width);
            }
        }
        if (depth > 4)
        {
            var thresholds = Vector512.LoadAligned(values + Width);
            var offsets = Vector512.LoadAligned(columns + Width);
            first = Children(first, thresholds, offsets, block);
            second = Children(second, thresholds, offsets, block + Width);
        }
        if (depth > 5)
        {
            first = ChildrenOnSixth(first, values, columns, block);
            second = ChildrenOnSixth(second, values, columns, block + Width);
        }
        for (var level = 6; level < depth; level++)
        {
            first = Children(first, ValuesAt(block, Gather(columns, first)), Gather(values, first));
            second = Children(second, ValuesAt(block + Width, Gather(columns, second)), Gather(values, second));
        }
        AddTo(sums, Leaves(first, depth, values));
        AddTo(sums + Width, Leaves(second, depth, values));
    }

    // The permutation takes the low four bits of the node as the word's place, and with two vectors the low five.
    private static Vector512<int> Children(Vector512<int> node, Vector512<float> thresholds, Vector512<int> columns, float* block) =>
        Children(node, ValuesAt(block, Avx512F.PermuteVar16x32(columns, node)), Avx512F.PermuteVar16x32(thresholds, node));

    // Of two columns, whole, to choose from for each row is cheaper than to gather.
    private static Vector512<int> ChildrenOnSecond(Vector512<int> node, Vector512<float> thresholds, int* columns, float* block)
    {
        var isLeft = Vector512.Equals(node, Vector512.Create(2)).AsSingle();
        var value = Vector512.ConditionalSelect(isLeft, Vector512.LoadAligned(block + columns[2]), Vector512.LoadAligned(block + columns[3]));
        return Children(node, value, Avx512F.PermuteVar16x32(thresholds, node));
    }

    private static Vector512<int> ChildrenOnSixth(Vector512<int> node, float* values, int* columns, float* block)
    {
        var threshold = Avx512F.PermuteVar16x32x2(Vector512.LoadAligned(values + 2 * Width), node, Vector512.LoadAligned(values + 3 * Width));
        var column = Avx512F.PermuteVar16x32x2(Vector512.LoadAligned(columns + 2 * Width), node, Vector512.LoadAligned(columns + 3 * Width));
        return Children(node, ValuesAt(block, column), threshold);
    }

    // Those below the sixth level are 64, of which each permutation reaches 32.
    private static Vector512<float> Leaves(Vector512<int> node, int depth, float* values) => depth != 6 ? Gather(values, node) : Vector512.ConditionalSelect(
        Vector512.LessThan(node, Vector512.Create(96)).AsSingle(),
        Avx512F.PermuteVar16x32x2(Vector512.LoadAligned(values + 4 * Width), node, Vector512.LoadAligned(values + 5 * Width)),
        Avx512F.PermuteVar16x32x2(Vector512.LoadAligned(values + 6 * Width), node, Vector512.LoadAligned(values + 7 * Width)));

    private static Vector512<int> Children(Vector512<int> node, Vector512<float> value, Vector512<float> threshold) =>
        node + node - Vector512.GreaterThanOrEqual(value, threshold).AsInt32(); // true is −1

    private static Vector512<float> ValuesAt(float* block, Vector512<int> column) => Gather(block, column + Vector512<int>.Indices);

    private static Vector512<float> Gather(float* from, Vector512<int> at) => Vector512.Create(
        Avx2.GatherVector256(from, at.GetLower(), sizeof(float)), Avx2.GatherVector256(from, at.GetUpper(), sizeof(float)));

    private static Vector512<int> Gather(int* from, Vector512<int> at) => Vector512.Create(
        Avx2.GatherVector256(from, at.GetLower(), sizeof(int)), Avx2.GatherVector256(from, at.GetUpper(), sizeof(int)));

    private static void AddTo(float* sums, Vector512<float> leaves) => (Vector512.LoadAligned(sums) + leaves).StoreAligned(sums);
}
