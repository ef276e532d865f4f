using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Implicit alternating least squares (Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008): vectors of users W and
/// items H for which
/// <code>  Σ seen cᵤcᵢ (wᵤ·hᵢ - 1)²  +  α₀ Σ all cᵤcᵢ (wᵤ·hᵢ)²  +  Σ cᵤλᵤ |wᵤ|²  +  Σ cᵢλᵢ |hᵢ|²  </code>
/// is least. With the items fixed each user is a small least-squares problem of their own, and the other way round. Weights c are 1 unless discounts are set.
/// </summary>
public static class IalsTrainer
{
    /// <summary>Memory that training takes, in bytes: both sides' vectors.</summary>
    public static long MemoryBytes(int users, int items, int factors) => DenseMatrix.Bytes((long)users + items, factors);

    /// <param name="interactions">Users × items.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told the model after each epoch, its number from 1: to print, or to look at how good it is meanwhile.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="TrainingMemoryException">The vectors don't fit into memory.</exception>
    /// <exception cref="InteractionException">There are no interactions, or an option is out of range.</exception>
    public static FactorModel Train(
        InteractionMatrix interactions, IalsOptions options, Action<int, FactorModel>? progress = null, CancellationToken cancel = default)
    {
        Check(interactions, options);
        TrainingMemory.Require(
            "iALS", (options.UserDiscount > 0 || options.ItemDiscount > 0 ? 3 : 2) * MemoryBytes(interactions.Users, interactions.Items, options.Factors),
            $"{interactions.Users + interactions.Items:N0} vectors of {options.Factors}; choose fewer factors");
        var byItem = interactions.Transpose();
        float[] ofUsers = Weights(interactions, options.UserDiscount), ofItems = Weights(byItem, options.ItemDiscount);
        var random = new Random(options.Seed);
        var deviation = options.InitialDeviation / MathF.Sqrt(options.Factors);
        using DenseMatrix users = Vectors(interactions.Users, options.Factors, deviation, random), items = Vectors(interactions.Items, options.Factors, deviation, random);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            IalsSide.Solve(interactions, users, items, ofItems, options, cancel);
            IalsSide.Solve(byItem, items, users, ofUsers, options, cancel);
            progress?.Invoke(epoch, Model());
        }
        return Model();

        FactorModel Model() => new(
            options.Factors, users.Values.ToArray(), items.Values.ToArray(),
            foldIn: new FoldIn(options.UnobservedWeight, options.Regularisation, options.FrequencyScaling, ofItems));
    }

    // The mean over interactions is 1, so that α₀ and λ mean the same with a discount as without.
    private static float[] Weights(InteractionMatrix rows, float discount)
    {
        if (discount == 0) return [];
        var (weights, sum) = (new float[rows.Users], 0.0);
        for (var row = 0; row < weights.Length; row++)
        {
            weights[row] = MathF.Pow(Math.Max(1, rows[row].Length), -discount);
            sum += weights[row] * rows[row].Length;
        }
        return Array.ConvertAll(weights, weight => (float)(weight * rows.Count / sum));
    }

    private static DenseMatrix Vectors(int rows, int factors, float deviation, Random random)
    {
        var vectors = new DenseMatrix(rows, factors);
        foreach (ref var value in vectors.Values) value = deviation * Gaussian.Next(random);
        return vectors;
    }

    private static void Check(InteractionMatrix interactions, IalsOptions options)
    {
        if (interactions.Count == 0) throw new InteractionException("iALS can't learn from no interactions. Name a history that has some.");
        if (options.Factors < 1) throw new InteractionException($"iALS has {options.Factors} factors; set 1 at least, such as 128.");
        if (options.Block is < 1) throw new InteractionException($"iALS solves for {options.Block} factors together; set 1 at least, such as 64.");
        if (options.Epochs < 1) throw new InteractionException($"iALS has {options.Epochs} epochs; set 1 at least, such as 16.");
        if (!(options.UnobservedWeight >= 0)) throw new InteractionException($"iALS weighs what wasn't seen by {options.UnobservedWeight}; set 0 or more, such as 0.1.");
        if (!(options.UserDiscount >= 0)) throw new InteractionException($"iALS discounts users by {options.UserDiscount}; set 0 or more, such as 0.5.");
        if (!(options.ItemDiscount >= 0)) throw new InteractionException($"iALS discounts items by {options.ItemDiscount}; set 0 or more, such as 0.5.");
        if (!(options.Regularisation > 0)) throw new InteractionException($"iALS' regularisation is {options.Regularisation}; set it above 0, such as 0.003.");
    }
}
