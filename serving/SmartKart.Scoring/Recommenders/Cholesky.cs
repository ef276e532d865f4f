using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>Solves small symmetric positive definite systems where no BLAS is.</summary>
internal static class Cholesky
{
    /// <param name="matrix">n × n, row-major; its lower triangle becomes the factor.</param>
    /// <param name="right">n values, which become the solution.</param>
    public static void Solve(Span<float> matrix, Span<float> right)
    {
        Factorise(matrix, right.Length);
        Substitute(matrix, right);
    }

    /// <param name="matrix">n × n, row-major; its lower triangle becomes the factor.</param>
    /// <param name="n">Its rows.</param>
    public static void Factorise(Span<float> matrix, int n)
    {
        for (var row = 0; row < n; row++)
        {
            var own = matrix.Slice(row * n, row + 1);
            for (var column = 0; column < row; column++)
                own[column] = (own[column] - TensorPrimitives.Dot<float>(own[..column], matrix.Slice(column * n, column))) / matrix[column * n + column];
            own[row] = MathF.Sqrt(MathF.Max(own[row] - TensorPrimitives.SumOfSquares<float>(own[..row]), float.Epsilon));
        }
    }

    /// <param name="factor">Of <see cref="Factorise"/>.</param>
    /// <param name="right">n values, which become the solution.</param>
    public static void Substitute(ReadOnlySpan<float> factor, Span<float> right)
    {
        var n = right.Length;
        for (var row = 0; row < n; row++) right[row] = (right[row] - TensorPrimitives.Dot(factor.Slice(row * n, row), right[..row])) / factor[row * n + row];
        for (var row = n - 1; row >= 0; row--)
        {
            right[row] /= factor[row * n + row];
            TensorPrimitives.MultiplyAdd(factor.Slice(row * n, row), -right[row], right[..row], right[..row]);
        }
    }
}
