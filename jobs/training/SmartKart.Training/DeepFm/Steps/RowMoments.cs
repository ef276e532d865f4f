using SmartKart.Training.Algebra;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>Adam's means for each row of the table, and the place that a row has among a batch's sums. A thread touches its own fields' rows alone.</summary>
internal sealed class RowMoments(int rows, int width) : IDisposable
{
    /// <summary>rows × (width means, then width squares).</summary>
    public DenseMatrix OfTable { get; } = new(rows, 2 * width);

    /// <summary>rows × (mean, square), of the first order.</summary>
    public DenseMatrix OfFirstOrder { get; } = new(rows, 2);

    /// <summary>A row's place from 1, or 0; all 0 between fields.</summary>
    public int[] PlaceOf { get; } = Buffers.Integers(rows);

    /// <summary>Bytes of one.</summary>
    public static long Bytes(long rows, int width) => rows * (2L * width + 3) * sizeof(float);

    public void Dispose()
    {
        OfTable.Dispose();
        OfFirstOrder.Dispose();
    }
}
