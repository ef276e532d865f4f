namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// For any processor. Four rows go down a tree side by side: each waits for its loads, and the loads of four are under way together.
/// </summary>
internal sealed unsafe class ScalarKernel : TreeKernel
{
    private const int RowsAtOnce = 4;

    /// <inheritdoc />
    public override void Fill(RowColumns columns, float* rows, int features, int count, float* block)
    {
        var sources = columns.Features;
        var substitutes = columns.Missing;
        for (var lane = 0; lane < Lanes; lane++)
        {
            var row = rows + (nint)Math.Min(lane, count - 1) * features;
            for (var column = 0; column < sources.Length; column++)
            {
                var value = row[sources[column]];
                // +∞ stands for a missing value only; a value that is infinite is as much above every threshold as the largest finite one.
                block[column * Lanes + lane] = float.IsNaN(value) ? substitutes[column] : value == float.PositiveInfinity ? float.MaxValue : value;
            }
        }
    }

    /// <inheritdoc />
    protected override void AddPerfect(int* tree, int depth, float* block, float* sums)
    {
        var values = (float*)tree;
        var columns = tree + PerfectTree.ColumnsOffset(depth);
        for (var lane = 0; lane < Lanes; lane += RowsAtOnce)
        {
            var (first, second, third, fourth) = (1, 1, 1, 1);
            var row = block + lane;
            for (var level = 0; level < depth; level++)
            {
                first += first + IsRight(row[columns[first]], values[first]);
                second += second + IsRight(row[columns[second] + 1], values[second]);
                third += third + IsRight(row[columns[third] + 2], values[third]);
                fourth += fourth + IsRight(row[columns[fourth] + 3], values[fourth]);
            }
            sums[lane] += values[first];
            sums[lane + 1] += values[second];
            sums[lane + 2] += values[third];
            sums[lane + 3] += values[fourth];
        }
    }

    /// <inheritdoc />
    protected override void AddLinked(int* tree, int depth, bool hasCategories, float* block, float* sums)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var node = tree;
            for (var level = 0; level < depth; level++)
            {
                var value = block[(node[LinkedTree.ColumnWord] & LinkedTree.OffsetMask) + lane];
                var isRight = node[LinkedTree.ColumnWord] < 0 ? IsRightOfSet(value, tree + node[0], node[LinkedTree.ValueWord]) : !(value < *(float*)node);
                var next = tree + node[LinkedTree.ChildWord] + (isRight ? LinkedTree.NodeWords : 0);
                if (next == node) break;
                node = next;
            }
            sums[lane] += ((float*)node)[LinkedTree.ValueWord];
        }
    }

    // No value of a block is missing: NaN became an infinity.
    private static int IsRight(float value, float threshold) => value >= threshold ? 1 : 0;

    private static bool IsRightOfSet(float value, int* set, int words)
    {
        if (value == float.PositiveInfinity) return true; // missing
        if (!(value >= 0 && value < (long)words * 32)) return false;
        var category = (int)value;
        return (set[category >> 5] >>> (category & 31) & 1) != 0;
    }
}
