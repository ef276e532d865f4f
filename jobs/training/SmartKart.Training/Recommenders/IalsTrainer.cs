using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Implicit alternating least squares (Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008): vectors of users W and
/// items H for which
/// <code>  Σ seen (wᵤ·hᵢ - 1)²  +  α₀ Σ all (wᵤ·hᵢ)²  +  Σ λᵤ |wᵤ|²  +  Σ λᵢ |hᵢ|²  </code>
/// is least. With the items fixed each user is a small least-squares problem of their own, and the other way round.
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
            "iALS", 2 * MemoryBytes(interactions.Users, interactions.Items, options.Factors),
            $"{interactions.Users + interactions.Items:N0} vectors of {options.Factors}; choose fewer factors");
        var byItem = interactions.Transpose();
        var random = new Random(options.Seed);
        var deviation = options.InitialDeviation / MathF.Sqrt(options.Factors);
        using DenseMatrix users = Vectors(interactions.Users, options.Factors, deviation, random), items = Vectors(interactions.Items, options.Factors, deviation, random);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            IalsSide.Solve(interactions, users, items, options, cancel);
            IalsSide.Solve(byItem, items, users, options, cancel);
            progress?.Invoke(epoch, Model(users, items, options));
        }
        return Model(users, items, options);
    }

    private static FactorModel Model(DenseMatrix users, DenseMatrix items, IalsOptions options) => new(
        users.Columns, users.Values.ToArray(), items.Values.ToArray(), foldIn: new FoldIn(options.UnobservedWeight, options.Regularisation, options.FrequencyScaling));

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
        if (!(options.Regularisation > 0)) throw new InteractionException($"iALS' regularisation is {options.Regularisation}; set it above 0, such as 0.003.");
    }
}
