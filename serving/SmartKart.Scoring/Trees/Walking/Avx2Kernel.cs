using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// With AVX2: eight rows a vector. In perfect trees the four vectors of a block go down side by side, in linked ones two: gathers take long,
/// and those of independent vectors overlap.
/// </summary>
internal unsafe class Avx2Kernel : TreeKernel
{
    private const int Width = 8;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override void Fill(RowColumns columns, float* rows, int features, int count, float* block)
    {
        var last = Vector256.Create(count - 1);
        var lane = Vector256<int>.Indices;
        var stride = Vector256.Create(features);
        var first = Vector256.Min(lane, last) * stride;
        var second = Vector256.Min(lane + Vector256.Create(Width), last) * stride;
        var third = Vector256.Min(lane + Vector256.Create(2 * Width), last) * stride;
        var fourth = Vector256.Min(lane + Vector256.Create(3 * Width), last) * stride;
        var sources = columns.Features;
        var substitutes = columns.Missing;
        for (var column = 0; column < sources.Length; column++, block += Lanes)
        {
            var feature = rows + sources[column];
            var missing = Vector256.Create(substitutes[column]);
            Present(Avx2.GatherVector256(feature, first, sizeof(float)), missing).StoreAligned(block);
            Present(Avx2.GatherVector256(feature, second, sizeof(float)), missing).StoreAligned(block + Width);
            Present(Avx2.GatherVector256(feature, third, sizeof(float)), missing).StoreAligned(block + 2 * Width);
            Present(Avx2.GatherVector256(feature, fourth, sizeof(float)), missing).StoreAligned(block + 3 * Width);
        }
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void AddPerfect(int* tree, int depth, float* block, float* sums)
    {
        var values = (float*)tree;
        var columns = tree + PerfectTree.ColumnsOffset(depth);
        var first = Vector256<int>.One;
        var (second, third, fourth) = (first, first, first);
        for (var level = 0; level < depth; level++)
        {
            first = Children(first, level, values, columns, block);
            second = Children(second, level, values, columns, block + Width);
            third = Children(third, level, values, columns, block + 2 * Width);
            fourth = Children(fourth, level, values, columns, block + 3 * Width);
        }
        AddTo(sums, Avx2.GatherVector256(values, first, sizeof(float)));
        AddTo(sums + Width, Avx2.GatherVector256(values, second, sizeof(float)));
        AddTo(sums + 2 * Width, Avx2.GatherVector256(values, third, sizeof(float)));
        AddTo(sums + 3 * Width, Avx2.GatherVector256(values, fourth, sizeof(float)));
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected sealed override void AddLinked(int* tree, int depth, bool hasCategories, float* block, float* sums)
    {
        for (var lane = 0; lane < Lanes; lane += 2 * Width)
        {
            var first = Vector256<int>.Zero;
            var second = first;
            for (var level = 0; level < depth; level++)
            {
                var (firstWas, secondWas) = (first, second);
                first = Children(first, hasCategories, tree, block + lane);
                second = Children(second, hasCategories, tree, block + lane + Width);
                if (first == firstWas && second == secondWas) break; // all have arrived
            }
            var leaves = (float*)tree + LinkedTree.ValueWord;
            AddTo(sums + lane, Avx2.GatherVector256(leaves, first, sizeof(float)));
            AddTo(sums + lane + Width, Avx2.GatherVector256(leaves, second, sizeof(float)));
        }
    }

    // What no comparison takes for a number becomes what the column has for missing values, and infinity the largest finite value.
    private static Vector256<float> Present(Vector256<float> value, Vector256<float> missing) => Avx.BlendVariable(
        Avx.Min(value, Vector256.Create(float.MaxValue)), missing, Avx.Compare(value, value, FloatComparisonMode.UnorderedNonSignaling));

    // The words of the first levels are within a vector's reach, which takes the low three bits of the node as the word's place.
    private static Vector256<int> Children(Vector256<int> node, int level, float* values, int* columns, float* block)
    {
        Vector256<float> threshold;
        Vector256<int> column;
        if (level < 4)
        {
            var at = level < 3 ? 0 : Width;
            threshold = Avx2.PermuteVar8x32(Vector256.LoadAligned(values + at), node);
            column = Avx2.PermuteVar8x32(Vector256.LoadAligned(columns + at), node);
        }
        else
        {
            threshold = Avx2.GatherVector256(values, node, sizeof(float));
            column = Avx2.GatherVector256(columns, node, sizeof(int));
        }
        var value = Avx2.GatherVector256(block, column + Vector256<int>.Indices, sizeof(float));
        return node + node - Vector256.GreaterThanOrEqual(value, threshold).AsInt32(); // true is −1
    }

    private static Vector256<int> Children(Vector256<int> node, bool hasCategories, int* tree, float* block)
    {
        var column = Avx2.GatherVector256(tree + LinkedTree.ColumnWord, node, sizeof(int));
        var threshold = Avx2.GatherVector256((float*)tree, node, sizeof(float));
        var left = Avx2.GatherVector256(tree + LinkedTree.ChildWord, node, sizeof(int));
        var offset = column & Vector256.Create(LinkedTree.OffsetMask);
        var value = Avx2.GatherVector256(block, offset + Vector256<int>.Indices, sizeof(float));
        var isRight = Avx.Compare(value, threshold, FloatComparisonMode.UnorderedNotLessThanNonSignaling);
        if (hasCategories)
        {
            var words = Avx2.GatherVector256(tree + LinkedTree.ValueWord, node, sizeof(int));
            isRight = Avx.BlendVariable(isRight, IsRightOfSet(value, threshold.AsInt32(), words, column, tree), column.AsSingle());
        }
        return left + (isRight.AsInt32() & Vector256.Create(LinkedTree.NodeWords));
    }

    private static Vector256<float> IsRightOfSet(Vector256<float> value, Vector256<int> set, Vector256<int> words, Vector256<int> column, int* tree)
    {
        // Rounded down: a value between −1 and 0 is no category, and all that is negative or too large comes to lie beyond the set's words.
        var category = Avx.ConvertToVector256Int32WithTruncation(Avx.Floor(value));
        var word = Vector256.Min((category >>> 5).AsUInt32(), words.AsUInt32()).AsInt32();
        var bits = Avx2.GatherMaskVector256(Vector256<int>.Zero, tree, set + word, column, sizeof(int)); // of nodes with a set: their sign
        var isIn = Avx2.ShiftLeftLogicalVariable(Avx2.ShiftRightLogicalVariable(bits, (category & Vector256.Create(31)).AsUInt32()), Vector256.Create(31u));
        var isMissing = Vector256.Equals(value, Vector256.Create(float.PositiveInfinity));
        return (isIn >> 31).AsSingle() | isMissing;
    }

    private static void AddTo(float* sums, Vector256<float> leaves) => (Vector256.LoadAligned(sums) + leaves).StoreAligned(sums);
}
