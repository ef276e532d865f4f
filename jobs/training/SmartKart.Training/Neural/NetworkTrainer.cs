using SmartKart.Scoring.Neural;
using SmartKart.Training.DeepFm;
using SmartKart.Training.DeepFm.Export;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Neural;

/// <summary>
/// A DeepFM that scores items by a history (<see cref="HistoryFields"/>): it learns to tell what users had next from what they never had, by what was known
/// before. Which item points where is an item-kNN's. It stops by users that were left out, and is scored as ONNX, in training runs as in serving.
/// </summary>
public static class NetworkTrainer
{
    /// <summary>Memory that training takes, in bytes, whatever the products' categories and brands are.</summary>
    public static long MemoryBytes(int users, int items, NetworkOptions options)
    {
        var examples = (long)Math.Min(options.ExamplesMax, (double)users * items * (1 + options.Negatives));
        int[] sizes = [.. new HistoryFields(new ItemFacts(default, default, default, default, default)).Sizes];
        foreach (var field in new[] { 0, 1, 2, 6, 8 }) sizes[field] = items + 1;        // those of items, categories and brands
        var network = new DeepFmTrainer(Network(options)).BytesNeeded(sizes, (int)examples, (int)(examples / 10));
        return NetworkExamples.Bytes(examples) + network + 8L * items * Math.Min(items, options.Neighbours);
    }

    /// <param name="input">Users × items, with times and texts where there are any.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">There is nothing to tell apart.</exception>
    /// <exception cref="DeepFmOptionsException">An option is out of its range.</exception>
    /// <exception cref="DeepFmDivergedException">The steps were too long.</exception>
    public static NetworkRecommender Train(TrainingInput input, NetworkOptions options, CancellationToken cancel = default)
    {
        Check(input, options);
        TrainingMemory.Require(
            "DeepFM", MemoryBytes(input.Seen.Users, input.Seen.Items, options),
            $"{options.ExamplesMax:N0} examples at most; allow fewer, or a smaller embedding");
        var links = ItemKnnTrainer.Train(input.Seen, new ItemKnnOptions { Neighbours = options.Neighbours, Threads = options.Threads }, cancel);
        var times = new ItemTimes(input, options.Lately);
        var facts = FactsOfItems.Of(input, times);
        var (training, validation) = new NetworkExamples(input, options, facts, links, times).Make(cancel);
        var result = new DeepFmTrainer(Network(options)).Train(training, validation, cancel: cancel);
        using var model = result.Model;
        using var file = new MemoryStream();
        DeepFmOnnx.Write(model, file);
        return new NetworkRecommender(links, facts, file.ToArray());
    }

    private static DeepFmOptions Network(NetworkOptions options) => new()
    {
        EmbeddingDimension = options.Embedding, Layers = [options.Width, Math.Max(1, options.Width / 2)], EpochsMax = options.Epochs,
        LearningRate = options.LearningRate, EmbeddingPenalty = options.Regularisation, Seed = (ulong)options.Seed, Threads = options.Threads,
    };

    private static void Check(TrainingInput input, NetworkOptions options)
    {
        if (input.Seen.Count == 0) throw new InteractionException("DeepFM can't learn from no interactions. Name a history that has some.");
        if (input.Seen.Count == (long)input.Seen.Users * input.Seen.Items)
            throw new InteractionException("DeepFM can't learn where every user has every item: there is nothing to tell apart. Name one of more products.");
        if (options.Negatives < 1) throw new InteractionException($"DeepFM has {options.Negatives} negatives; set 1 at least, such as 8.");
        if (options.ExamplesMax < 1) throw new InteractionException($"DeepFM takes {options.ExamplesMax} examples at most; set 1 at least, such as 2000000.");
    }
}
