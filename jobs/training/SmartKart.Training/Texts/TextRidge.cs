using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.Texts;

/// <summary>
/// The linear map from texts to vectors that is least in error on the items whose vectors are known: a weighted ridge regression (Hoerl and Kennard, 1970), by
/// its normal equations. With x an item's terms and a last 1, h its vector and w its weight, B is the one for which
/// <code>  Σ w |xᵀB - h|²  +  λ |B|²  </code>
/// is least, (Σ w x xᵀ + λI) B = Σ w x hᵀ. The row of the 1, what a text of no terms gets, is not drawn to 0.
/// </summary>
internal sealed class TextRidge : IDisposable
{
    private const float Epsilon = 1e-4f;        // in place of λ for the 1: it keeps a system without any weight solvable

    private readonly DenseMatrix _map;          // factors × (terms + 1): the transpose of B

    private TextRidge(DenseMatrix map) => _map = map;

    /// <summary>Memory that fitting takes, in bytes.</summary>
    public static long MemoryBytes(int terms, int factors) => DenseMatrix.Bytes(terms + 1L, terms + 1L + factors);

    /// <param name="texts">Items × terms.</param>
    /// <param name="vectors">Items × factors, row-major.</param>
    /// <param name="weights">Of each item; 0 leaves it out.</param>
    /// <param name="regularisation">λ, above 0.</param>
    /// <exception cref="InteractionException">The system can't be solved: λ is too small.</exception>
    public static TextRidge Fit(SparseMatrix texts, ReadOnlySpan<float> vectors, ReadOnlySpan<float> weights, float regularisation)
    {
        var (order, factors) = (texts.Columns + 1, vectors.Length / texts.Rows);
        using var system = new DenseMatrix(order, order);
        var map = new DenseMatrix(factors, order);
        try
        {
            for (var item = 0; item < texts.Rows; item++)
            {
                if (weights[item] > 0) Add(texts, item, vectors.Slice(item * factors, factors), weights[item], system, map);
            }
            for (var at = 0; at < order; at++) system.Row(at)[at] += at == texts.Columns ? Epsilon : regularisation;
            if (!Blas.TryFactor(order, system.Values))
                throw new InteractionException($"The projection of texts can't be solved with the regularisation {regularisation}. Raise it.");
            for (var factor = 0; factor < factors; factor++) Blas.Solve(order, system.Values, map.Row(factor));
            return new TextRidge(map);
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>The vector that a text maps to.</summary>
    /// <param name="texts">Items × terms.</param>
    /// <param name="item">Which.</param>
    /// <param name="vector">Takes it.</param>
    public void Map(SparseMatrix texts, int item, Span<float> vector)
    {
        var terms = texts.Row(item, out var values);
        for (var factor = 0; factor < vector.Length; factor++)
        {
            var row = _map.Row(factor);
            var sum = row[^1];
            for (var at = 0; at < terms.Length; at++) sum += values[at] * row[terms[at]];
            vector[factor] = sum;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _map.Dispose();

    // An item's part of the upper triangle, and of the right-hand sides.
    private static void Add(SparseMatrix texts, int item, ReadOnlySpan<float> vector, float weight, DenseMatrix system, DenseMatrix right)
    {
        var terms = texts.Row(item, out var values);
        for (var at = 0; at < terms.Length; at++)
        {
            var row = system.Row(terms[at]);
            var share = weight * values[at];
            for (var other = at; other < terms.Length; other++) row[terms[other]] += share * values[other];
            row[^1] += share;
        }
        system.Row(texts.Columns)[^1] += weight;
        for (var factor = 0; factor < vector.Length; factor++)
        {
            var row = right.Row(factor);
            var share = weight * vector[factor];
            for (var at = 0; at < terms.Length; at++) row[terms[at]] += share * values[at];
            row[^1] += share;
        }
    }
}
