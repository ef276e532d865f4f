using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// Gives a user a vector from their history alone, as iALS would have: the w for which Σ seen (w·h - 1)² + α₀ Σ all (w·h)² + λ |w|² is least. So who came
/// after the training, or did something since, is scored by what they did. What each item of the history contributes to a score is Hu, Koren and Volinsky's
/// (ICDM 2008, section 5): h_j · A⁻¹ hᵢ, A being the system that is solved.
/// </summary>
/// <param name="UnobservedWeight">α₀ of training.</param>
/// <param name="Regularisation">λ of training.</param>
/// <param name="FrequencyScaling">ν of training: λ is scaled by (seen + α₀ · items)^ν.</param>
public sealed record FoldIn(float UnobservedWeight, float Regularisation, float FrequencyScaling)
{
    /// <summary>α₀ · Σ h hᵀ over all items, d × d: what every user's system begins with.</summary>
    internal float[] Gram(ReadOnlySpan<float> items, int factors)
    {
        var gram = new float[factors * factors];
        for (var at = 0; at < items.Length; at += factors) AddOuter(items.Slice(at, factors), UnobservedWeight, gram);
        return gram;
    }

    /// <summary>Makes a user's system, factorised: with it <see cref="Cholesky.Substitute"/> gives A⁻¹ of any right-hand side.</summary>
    /// <param name="gram">Of <see cref="Gram"/>.</param>
    /// <param name="items">items × factors.</param>
    /// <param name="history">What the user did.</param>
    /// <param name="system">Takes it: factors × factors.</param>
    /// <param name="factors">Values of a vector.</param>
    internal void Factorise(ReadOnlySpan<float> gram, ReadOnlySpan<float> items, ReadOnlySpan<int> history, Span<float> system, int factors)
    {
        gram.CopyTo(system);
        foreach (var item in history) AddOuter(items.Slice(item * factors, factors), 1, system);
        var regularisation = Regularisation * MathF.Pow(history.Length + UnobservedWeight * (items.Length / factors), FrequencyScaling);
        for (var at = 0; at < factors; at++) system[at * factors + at] += regularisation;
        Cholesky.Factorise(system, factors);
    }

    private static void AddOuter(ReadOnlySpan<float> vector, float weight, Span<float> matrix)
    {
        for (var row = 0; row < vector.Length; row++)
        {
            var into = matrix.Slice(row * vector.Length, vector.Length);
            TensorPrimitives.MultiplyAdd(vector, weight * vector[row], into, into);
        }
    }
}
