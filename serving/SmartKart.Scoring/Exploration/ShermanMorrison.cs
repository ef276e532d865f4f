using System.Numerics.Tensors;

namespace SmartKart.Scoring.Exploration;

/// <summary>
/// The inverse of A + x xᵀ from that of A, in n² steps instead of n³: A⁻¹ − (A⁻¹ x)(A⁻¹ x)ᵀ / (1 + xᵀ A⁻¹ x), for a symmetric A (Sherman and Morrison, Annals of
/// Mathematical Statistics 1950).
/// </summary>
internal static class ShermanMorrison
{
    /// <param name="inverse">n × n, symmetric, positive definite; becomes that of the sum.</param>
    /// <param name="x">n values.</param>
    /// <param name="scratch">n values.</param>
    public static void Update(Span<double> inverse, ReadOnlySpan<double> x, Span<double> scratch)
    {
        var n = x.Length;
        for (var row = 0; row < n; row++) scratch[row] = TensorPrimitives.Dot(inverse.Slice(row * n, n), x);
        var scale = -1 / (1 + TensorPrimitives.Dot(scratch, x));
        for (var row = 0; row < n; row++)
        {
            var into = inverse.Slice(row * n, n);
            TensorPrimitives.MultiplyAdd(scratch, scale * scratch[row], into, into);
        }
    }
}
