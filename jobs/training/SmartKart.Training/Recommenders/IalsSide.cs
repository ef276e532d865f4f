using System.Numerics.Tensors;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Half an epoch: one side's vectors are moved to where the loss is least, the other side's being fixed, a block of factors at a time. Each row is a step of
/// Newton's on its own block, w -= H⁻¹ g, exact because the loss is a square:
/// <code>
///   g = Σ seen (w·h - 1) h_b  +  α₀ (HᵀH)_b· w  +  λ w_b
///   H = Σ seen h_b h_bᵀ       +  α₀ (HᵀH)_bb    +  λ I
/// </code>
/// Where others weigh other than 1 their vectors, and the 1 that a product should come to, are multiplied by the root of the weight: squares are then weighed.
/// </summary>
internal static class IalsSide
{
    private const int RowsTogether = 64;

    /// <param name="seen">Moved × still.</param>
    /// <param name="moved">Vectors that are solved for.</param>
    /// <param name="others">Vectors of the other side.</param>
    /// <param name="weights">What each of these weighs; empty where all weigh 1.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up.</param>
    public static void Solve(
        InteractionMatrix seen, DenseMatrix moved, DenseMatrix others, float[] weights, IalsOptions options, CancellationToken cancel)
    {
        float[] ones = [.. weights.Select(MathF.Sqrt)];
        using var scaled = weights.Length > 0 ? Scaled(others, ones) : null;
        var still = scaled ?? others;
        var all = weights.Length > 0 ? weights.Sum() : seen.Items;
        var factors = moved.Columns;
        using var gram = new DenseMatrix(factors, factors);
        Blas.SetThreads(options.Threads);
        Blas.Gram(still.Rows, factors, options.UnobservedWeight, still.Values, 0, gram.Values);
        for (var row = 0; row < factors; row++)
        {
            for (var column = 0; column < row; column++) gram.Row(row)[column] = gram.Row(column)[row];
        }
        Blas.SetThreads(1);     // rows are shared out between threads
        var block = Math.Min(options.Block ?? factors, factors);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };
        Parallel.For(0, (seen.Users + RowsTogether - 1) / RowsTogether, parallel, () => new RowSolver(gram, still, ones, block), (range, _, solver) =>
        {
            for (var row = range * RowsTogether; row < Math.Min((range + 1) * RowsTogether, seen.Users); row++)
            {
                var count = 0f;
                foreach (var other in seen[row]) count += weights.Length > 0 ? weights[other] : 1;
                var regularisation = options.Regularisation * MathF.Pow(count + options.UnobservedWeight * all, options.FrequencyScaling);
                solver.Move(seen[row], moved.Row(row), regularisation);
            }
            return solver;
        }, solver => solver.Dispose());
    }

    private static DenseMatrix Scaled(DenseMatrix rows, float[] by)
    {
        var scaled = new DenseMatrix(rows.Rows, rows.Columns);
        for (var row = 0; row < rows.Rows; row++) TensorPrimitives.Multiply(rows.Row(row), by[row], scaled.Row(row));
        return scaled;
    }

    /// <summary>One thread's: moves a row at a time.</summary>
    private sealed class RowSolver(DenseMatrix gram, DenseMatrix still, float[] ones, int block) : IDisposable
    {
        private readonly float[] _hessian = new float[block * block], _gradient = new float[block];
        private DenseMatrix _others = new(256, block);
        private float[] _errors = new float[256];

        public void Move(ReadOnlySpan<int> seen, Span<float> row, float regularisation)
        {
            if (seen.Length > _errors.Length) Grow(seen.Length);
            var errors = _errors.AsSpan(0, seen.Length);
            for (var at = 0; at < seen.Length; at++) errors[at] = TensorPrimitives.Dot<float>(row, still.Row(seen[at])) - (ones.Length > 0 ? ones[seen[at]] : 1);
            for (var from = 0; from < row.Length; from += block)
            {
                MoveBlock(seen, errors, row, from, Math.Min(block, row.Length - from), regularisation);
            }
        }

        private void MoveBlock(ReadOnlySpan<int> seen, Span<float> errors, Span<float> row, int from, int width, float regularisation)
        {
            Span<float> gradient = _gradient.AsSpan(0, width), hessian = _hessian.AsSpan(0, width * width), others = _others.Values[..(seen.Length * width)];
            for (var at = 0; at < width; at++)
            {
                var all = gram.Row(from + at);
                gradient[at] = TensorPrimitives.Dot<float>(all, row) + regularisation * row[from + at];
                all.Slice(from, width).CopyTo(hessian.Slice(at * width, width));
                hessian[at * width + at] += regularisation;
            }
            for (var at = 0; at < seen.Length; at++)
            {
                var other = still.Row(seen[at]).Slice(from, width);
                other.CopyTo(others.Slice(at * width, width));
                TensorPrimitives.MultiplyAdd(other, errors[at], gradient, gradient);
            }
            if (seen.Length > 0) Blas.Gram(seen.Length, width, 1, others, 1, hessian);
            // λ > 0, so it is positive definite but for rounding: then the block stays where it is for this time.
            if (!Blas.TryFactor(width, hessian)) return;
            Blas.Solve(width, hessian, gradient);
            TensorPrimitives.Subtract(row.Slice(from, width), gradient, row.Slice(from, width));
            if (width == row.Length) return;
            for (var at = 0; at < seen.Length; at++) errors[at] -= TensorPrimitives.Dot<float>(gradient, others.Slice(at * width, width));
        }

        private void Grow(int rows)
        {
            _others.Dispose();
            _others = new DenseMatrix(2 * rows, block);
            _errors = new float[2 * rows];
        }

        public void Dispose() => _others.Dispose();
    }
}
