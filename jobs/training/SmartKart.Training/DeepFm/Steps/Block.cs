using SmartKart.Training.Algebra;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>
/// What one thread computes of a block of examples on their way through the network. A block is small enough that all this stays in the core's own
/// cache, and large enough that products of matrices run at their full rate.
/// </summary>
internal sealed class Block : IDisposable
{
    /// <summary>Examples at most: of 64 to 1,024, as fast as any for 26 fields × 16 and layers of 256, 128 and 64 on a core with 2 MiB of its own.</summary>
    public const int RowsMax = 256;

    public Block(LayerPlan plan, int fields, int width, bool withGradients)
    {
        Ids = Buffers.Integers(RowsMax * fields);
        Embedded = new DenseMatrix(RowsMax, fields * width);
        Sums = new DenseMatrix(RowsMax, width);
        Scores = new DenseMatrix(RowsMax, 1);
        Outputs = [.. Enumerable.Range(0, plan.Hidden).Select(layer => new DenseMatrix(RowsMax, plan.Outputs(layer)))];
        OutputGradients = withGradients ? [.. Enumerable.Range(0, plan.Hidden).Select(layer => new DenseMatrix(RowsMax, plan.Outputs(layer)))] : [];
    }

    /// <summary>Rows of the table, examples × fields: for blocks that are scored; a step keeps those of its whole batch.</summary>
    public int[] Ids { get; }

    /// <summary>Examples × (fields × width).</summary>
    public DenseMatrix Embedded { get; }

    /// <summary>The sum of each example's embeddings, examples × width.</summary>
    public DenseMatrix Sums { get; }

    /// <summary>Scores before the sigmoid.</summary>
    public DenseMatrix Scores { get; }

    /// <summary>Of each hidden layer, after ReLU and dropout, examples × outputs.</summary>
    public IReadOnlyList<DenseMatrix> Outputs { get; }

    /// <summary>Gradients of these.</summary>
    public IReadOnlyList<DenseMatrix> OutputGradients { get; }

    /// <summary>Bytes of one.</summary>
    public static long Bytes(LayerPlan plan, int fields, int width, bool withGradients)
    {
        long outputs = Enumerable.Range(0, plan.Hidden).Sum(plan.Outputs);
        return RowsMax * sizeof(float) * (fields + (long)fields * width + width + 1 + outputs * (withGradients ? 2 : 1));
    }

    public void Dispose()
    {
        Embedded.Dispose();
        Sums.Dispose();
        Scores.Dispose();
        foreach (var matrix in Outputs) matrix.Dispose();
        foreach (var matrix in OutputGradients) matrix.Dispose();
    }
}
