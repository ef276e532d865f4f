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
/// </summary>
internal static class IalsSide
{
    private const int RowsTogether = 64;

    public static void Solve(InteractionMatrix seen, DenseMatrix moved, DenseMatrix still, IalsOptions options, CancellationToken cancel)
    {
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
        Parallel.For(0, (seen.Users + RowsTogether - 1) / RowsTogether, parallel, () => new RowSolver(gram, still, block), (range, _, solver) =>
        {
            for (var row = range * RowsTogether; row < Math.Min((range + 1) * RowsTogether, seen.Users); row++)
            {
                var regularisation = options.Regularisation * MathF.Pow(seen[row].Length + options.UnobservedWeight * seen.Items, options.FrequencyScaling);
                solver.Move(seen[row], moved.Row(row), regularisation);
            }
            return solver;
        }, solver => solver.Dispose());
    }

    /// <summary>One thread's: moves a row at a time.</summary>
    private sealed class RowSolver(DenseMatrix gram, DenseMatrix still, int block) : IDisposable
    {
        private readonly float[] _hessian = new float[block * block], _gradient = new float[block];
        private DenseMatrix _others = new(256, block);
        private float[] _errors = new float[256];

        public void Move(ReadOnlySpan<int> seen, Span<float> row, float regularisation)
        {
            if (seen.Length > _errors.Length) Grow(seen.Length);
            var errors = _errors.AsSpan(0, seen.Length);
            for (var at = 0; at < seen.Length; at++) errors[at] = TensorPrimitives.Dot<float>(row, still.Row(seen[at])) - 1;
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
