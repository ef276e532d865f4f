using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Texts;

namespace SmartKart.Training.Warp;

/// <summary>
/// Matrix factorisation with features (LightFM: Kula, "Metadata embeddings for user and item cold-start recommendations", CBRecSys 2015), trained by WARP
/// (Weston, Bengio and Usunier, "WSABIE: Scaling up to large vocabulary image annotation", IJCAI 2011): an item's vector is the sum of its features', and each
/// step takes an item that scores too high down, the further the higher it stands. An item that nobody has yet stands where its categories and its brand say.
/// <para>
/// Interactions are taken in a random order, some together: violations are first found for all of these, in parallel, each with chance of its own, then taken one
/// after the other. So the result follows from the seed alone, on any number of threads.
/// </para>
/// </summary>
public static class WarpTrainer
{
    private const int TogetherMax = 4096, ShareTogether = 100, ItemsPerInteraction = 4, Chunk = 64;

    /// <summary>Memory that training takes, in bytes: vectors of users and of what items are made of, and as much for their steps.</summary>
    public static long MemoryBytes(int users, int items, int factors) => 3 * DenseMatrix.Bytes(users + 2L * items, factors + 1L);

    /// <param name="seen">Users × items.</param>
    /// <param name="texts">Tell categories and brands; null where nothing is known of the items.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told the number of each epoch, from 1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">There are no interactions, there is one item, or an option is out of range.</exception>
    public static FactorModel Train(
        InteractionMatrix seen, ProductTexts? texts, WarpOptions options, Action<int>? progress = null, CancellationToken cancel = default)
    {
        Check(seen, options);
        TrainingMemory.Require(
            "WARP", MemoryBytes(seen.Users, seen.Items, options.Factors),
            $"{seen.Users + seen.Items:N0} vectors of {options.Factors}; choose fewer factors");
        var random = new SplitMix64((ulong)options.Seed);
        var features = ItemFeatures.Of(seen.Items, texts);
        using WarpVectors users = new(seen.Users, options, ref random), rows = new(features.Count, options, ref random);
        using var step = new WarpStep(seen, features, users, rows);
        var pairs = Pairs(seen);
        var order = new int[pairs.Length];
        for (var at = 0; at < order.Length; at++) order[at] = at;
        // Items are summed up before each time: not for fewer interactions than a part of the items.
        var found = new Violation[Math.Clamp(pairs.Length / ShareTogether, 1, Math.Max(TogetherMax, seen.Items / ItemsPerInteraction))];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            random.Shuffle(order);
            var chance = random.Next();
            for (var from = 0; from < order.Length; from += found.Length)
            {
                var (first, count) = (from, Math.Min(found.Length, order.Length - from));
                step.Sum(parallel);
                Parallel.For(0, (count + Chunk - 1) / Chunk, parallel, chunk =>
                {
                    for (var at = chunk * Chunk; at < Math.Min((chunk + 1) * Chunk, count); at++)
                    {
                        var (user, item) = pairs[order[first + at]];
                        var own = new SplitMix64(SplitMix64.Mix(chance + (ulong)(first + at)));
                        found[at] = step.Find(user, item, options.DrawsMax, ref own);
                    }
                });
                for (var at = 0; at < count; at++) step.Take(found[at]);
            }
            progress?.Invoke(epoch);
        }
        step.Sum(parallel);
        return Model(seen, users, step, options);
    }

    // The bias is one more value of an item's vector, which each user's has a 1 for: so a user who is folded in has a weight for it of their own, and what
    // their history contributes sums to the score. Least squares with the biases apart, which are of no square loss, ranked worse than popularity.
    private static FactorModel Model(InteractionMatrix seen, WarpVectors users, WarpStep step, WarpOptions options)
    {
        var length = options.Factors + 1;
        float[] vectors = new float[seen.Users * length], items = new float[seen.Items * length];
        for (var user = 0; user < seen.Users; user++)
        {
            users[user].CopyTo(vectors.AsSpan(user * length));
            vectors[user * length + options.Factors] = 1;
        }
        for (var item = 0; item < seen.Items; item++) step.Item(item).CopyTo(items.AsSpan(item * length));
        return new FactorModel(length, vectors, items, foldIn: new FoldIn(options.UnobservedWeight, options.FoldInRegularisation, FrequencyScaling: 1));
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

    private static void Check(InteractionMatrix seen, WarpOptions options)
    {
        if (seen.Count == 0) throw new InteractionException("WARP can't learn from no interactions. Name a history that has some.");
        if (seen.Items < 2) throw new InteractionException("WARP can't learn from one item: there is none to rank it above.");
        if (options.Factors < 1) throw new InteractionException($"WARP has {options.Factors} factors; set 1 at least, such as 64.");
        if (options.Epochs < 1) throw new InteractionException($"WARP has {options.Epochs} epochs; set 1 at least, such as 20.");
        if (options.DrawsMax < 1) throw new InteractionException($"WARP draws {options.DrawsMax} items at most; set 1 at least, such as 10.");
        if (!(options.LearningRate > 0)) throw new InteractionException($"WARP's learning rate is {options.LearningRate}; set it above 0, such as 0.05.");
        if (!(options.Regularisation >= 0)) throw new InteractionException($"WARP's regularisation is {options.Regularisation}; set 0 or more.");
    }
}
