using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Bayesian personalised ranking (Rendle, Freudenthaler, Gantner and Schmidt-Thieme, UAI 2009): matrix factorisation such that each user's item scores above those
/// they don't have. A batch of interactions is held to items drawn for it, and Adam moves the vectors that it met. One thread, so that a seed's result is the same
/// on any number of cores.
/// </summary>
public static class BprTrainer
{
    private const float RateAtEnd = 0.1f;       // of the rate at the start

    /// <summary>Memory that training takes, in bytes: both sides' vectors, as much for Adam's squares and for the model, and what a batch needs.</summary>
    public static long MemoryBytes(int users, int items, BprOptions options) => DenseMatrix.Bytes(3L * users + 3L * items, options.Factors)
        + DenseMatrix.Bytes(4L * options.Batch + 3L * options.Negatives, options.Factors) + DenseMatrix.Bytes(options.Batch, options.Negatives);

    /// <param name="seen">Users × items.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told the model after each epoch, its number from 1: to print, or to look at how good it is meanwhile.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="TrainingMemoryException">The vectors don't fit into memory.</exception>
    /// <exception cref="InteractionException">There are no interactions, there is one item, or an option is out of range.</exception>
    public static FactorModel Train(InteractionMatrix seen, BprOptions options, Action<int, FactorModel>? progress = null, CancellationToken cancel = default)
    {
        Check(seen, options);
        TrainingMemory.Require(
            "BPR", MemoryBytes(seen.Users, seen.Items, options), $"{seen.Users + seen.Items:N0} vectors of {options.Factors}; choose fewer factors");
        Blas.SetThreads(1);
        var random = new SplitMix64((ulong)options.Seed);
        var (batch, negatives) = (Math.Min(options.Batch, seen.Count), Math.Min(options.Negatives, seen.Items));
        using BprVectors users = new(seen.Users, options.Factors, batch, ref random), items = new(seen.Items, options.Factors, batch + negatives, ref random);
        using var gradients = new BprBatch(seen, users, items, options.Factors, batch, negatives);
        var pairs = Pairs(seen);
        int[] order = [.. Enumerable.Range(0, pairs.Length)], candidates = [.. Enumerable.Range(0, seen.Items)];
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            var rate = options.LearningRate * (1 - (1 - RateAtEnd) * (epoch - 1) / options.Epochs);
            random.Shuffle(order);
            for (var from = 0; from < order.Length; from += batch)
            {
                cancel.ThrowIfCancellationRequested();
                Draw(candidates, negatives, ref random);
                gradients.Add(order.AsSpan(from, Math.Min(batch, order.Length - from)), pairs, candidates.AsSpan(0, negatives));
                users.Move(rate, options.Regularisation);
                items.Move(rate, options.Regularisation);
            }
            progress?.Invoke(epoch, Model());
        }
        return Model();

        FactorModel Model() => new(options.Factors, users.All.ToArray(), items.All.ToArray());
    }

    // The first of the candidates become any of them, each once: the beginning of Fisher and Yates' shuffle.
    private static void Draw(int[] candidates, int count, ref SplitMix64 random)
    {
        for (var at = 0; at < count; at++)
        {
            var chosen = at + random.Below(candidates.Length - at);
            (candidates[at], candidates[chosen]) = (candidates[chosen], candidates[at]);
        }
    }

    private static (int User, int Item)[] Pairs(InteractionMatrix seen)
    {
        var (pairs, count) = (new (int, int)[seen.Count], 0);
        for (var user = 0; user < seen.Users; user++)
        {
            foreach (var item in seen[user]) pairs[count++] = (user, item);
        }
        return pairs;
    }

    private static void Check(InteractionMatrix seen, BprOptions options)
    {
        if (seen.Count == 0) throw new InteractionException("BPR can't learn from no interactions. Name a history that has some.");
        if (seen.Items < 2) throw new InteractionException("BPR can't learn from one item: there is none to prefer it to.");
        if (options.Factors < 1) throw new InteractionException($"BPR has {options.Factors} factors; set 1 at least, such as 64.");
        if (options.Epochs < 1) throw new InteractionException($"BPR has {options.Epochs} epochs; set 1 at least, such as 30.");
        if (options.Batch < 1) throw new InteractionException($"BPR's batches have {options.Batch} interactions; set 1 at least, such as 256.");
        if (options.Negatives < 1) throw new InteractionException($"BPR draws {options.Negatives} items for a batch; set 1 at least, such as 300.");
        if (!(options.LearningRate > 0)) throw new InteractionException($"BPR's learning rate is {options.LearningRate}; set it above 0, such as 0.0015.");
        if (!(options.Regularisation >= 0)) throw new InteractionException($"BPR's regularisation is {options.Regularisation}; set 0 or more, such as 0.001.");
    }
}
