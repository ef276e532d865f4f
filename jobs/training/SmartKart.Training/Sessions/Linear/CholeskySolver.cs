using System.Numerics.Tensors;

namespace SmartKart.Training.Sessions;

/// <summary>
/// Solves A x = b for symmetric positive definite A of up to a few hundred rows, in place: Cholesky's factor by rows, each entry one dot
/// product. Larger systems are OpenBLAS' business; of small ones there are tens of thousands, and a call would cost more than it saves.
/// </summary>
internal static class CholeskySolver
{
    /// <summary>Solves.</summary>
    /// <param name="matrix">size × size, row-major, of which the lower triangle is read; becomes the factor.</param>
    /// <param name="vector">b; becomes x.</param>
    /// <returns>False where the matrix is not positive definite: then both hold nothing of use.</returns>
    public static bool TrySolve(Span<double> matrix, Span<double> vector)
    {
        var size = vector.Length;
        for (var row = 0; row < size; row++)
        {
            var own = matrix.Slice(row * size, row + 1);
            for (var column = 0; column < row; column++)
            {
                var other = matrix.Slice(column * size, column + 1);
                own[column] = (own[column] - TensorPrimitives.Dot<double>(own[..column], other[..column])) / other[column];
            }
            var pivot = own[row] - TensorPrimitives.Dot<double>(own[..row], own[..row]);
            if (!(pivot > 0)) return false;
            own[row] = Math.Sqrt(pivot);
        }
        for (var row = 0; row < size; row++)
            vector[row] = (vector[row] - TensorPrimitives.Dot<double>(matrix.Slice(row * size, row), vector[..row])) / matrix[row * size + row];
        for (var row = size - 1; row >= 0; row--)
        {
            vector[row] /= matrix[row * size + row];
            // The factor's column below is the transpose's row: taken off as the row that it is, it stays contiguous.
            TensorPrimitives.MultiplyAdd(matrix.Slice(row * size, row), -vector[row], vector[..row], vector[..row]);
        }
        return true;
    }
}
