using System.Numerics.Tensors;

namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// Gives a user a vector from their history alone, as iALS would have: the w for which Σ seen c (w·h - 1)² + α₀ Σ all c (w·h)² + λ |w|² is least, c being an item's
/// weight. So who came after the training, or did something since, is scored by what they did. What each item of the history contributes to a score is Hu, Koren and
/// Volinsky's (ICDM 2008, section 5): c_j h_j · A⁻¹ hᵢ, A being the system that is solved.
/// </summary>
/// <param name="UnobservedWeight">α₀ of training.</param>
/// <param name="Regularisation">λ of training.</param>
/// <param name="FrequencyScaling">ν of training: λ is scaled by (seen + α₀ · items)^ν, each item counting as much as it weighs.</param>
/// <param name="Weights">Each item's; empty where all weigh 1.</param>
public sealed record FoldIn(float UnobservedWeight, float Regularisation, float FrequencyScaling, ReadOnlyMemory<float> Weights = default)
{
    private readonly float _all = Weights.IsEmpty ? 0 : TensorPrimitives.Sum(Weights.Span);

    /// <summary>How much an item weighs.</summary>
    internal float WeightOf(int item) => Weights.IsEmpty ? 1 : Weights.Span[item];

    /// <summary>α₀ · Σ c h hᵀ over all items, d × d: what every user's system begins with.</summary>
    internal float[] Gram(ReadOnlySpan<float> items, int factors)
    {
        var gram = new float[factors * factors];
        for (var at = 0; at < items.Length; at += factors) AddOuter(items.Slice(at, factors), UnobservedWeight * WeightOf(at / factors), gram);
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
        var seen = 0f;
        foreach (var item in history)
        {
            AddOuter(items.Slice(item * factors, factors), WeightOf(item), system);
            seen += WeightOf(item);
        }
        var regularisation = Regularisation * MathF.Pow(seen + UnobservedWeight * (Weights.IsEmpty ? items.Length / factors : _all), FrequencyScaling);
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
