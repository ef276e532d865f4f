using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Neural;
using SmartKart.Training.Recommenders;
using SmartKart.Training.Texts;
using SmartKart.Training.Warp;

namespace SmartKart.Training.Runs;

/// <summary>A number that a model is trained with.</summary>
/// <param name="Name">As configurations write it.</param>
/// <param name="Default">Where a configuration doesn't say.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
/// <param name="IsWhole">Whether it counts something.</param>
public sealed record ModelParameter(string Name, double Default, double Min, double Max, bool IsWhole = false);

/// <summary>What a model goes by.</summary>
public enum ModelSort
{
    /// <summary>How much is bought, by anyone.</summary>
    Popularity,
    /// <summary>Who did what with what.</summary>
    Collaborative,
    /// <summary>What products are.</summary>
    Content,
    /// <summary>A network over both.</summary>
    Neural,
    /// <summary>What was tried lately, and how it went.</summary>
    Bandit,
}

/// <summary>A kind of recommender that runs can train: its name, its numbers, and its trainer.</summary>
/// <param name="Name">As configurations write it.</param>
/// <param name="Sort">What it goes by.</param>
/// <param name="Parameters">What may be set.</param>
/// <param name="Train">Trains on interactions with values of all parameters, on so many threads, from a seed.</param>
/// <param name="MemoryBytes">What that takes, of users × items and the values.</param>
/// <param name="NeedsTexts">Whether it can't be trained without any product's text.</param>
/// <param name="NeedsImpressions">Whether it can't be trained without knowing what was shown.</param>
public sealed record ModelKind(
    string Name, ModelSort Sort, IReadOnlyList<ModelParameter> Parameters,
    Func<TrainingInput, IReadOnlyDictionary<string, double>, int, int, CancellationToken, IRecommender> Train,
    Func<int, int, IReadOnlyDictionary<string, double>, long> MemoryBytes, bool NeedsTexts = false, bool NeedsImpressions = false)
{
    // What serving keeps of an EASE: the largest weights of each item. Others take as many.
    private static readonly ModelParameter Neighbours = new("neighbours", 200, 1, 10_000, IsWhole: true);

    // 1 for BM25, 0 for TF-IDF: parameters are numbers.
    private static readonly ModelParameter Bm25 = new("bm25", 1, 0, 1, IsWhole: true);

    private static readonly ModelParameter[] IalsParameters =
    [
        new("factors", 64, 1, 4096, IsWhole: true), new("epochs", 16, 1, 1000, IsWhole: true), new("unobserved_weight", 0.1, 0, 100),
        new("regularisation", 0.003, 1e-9, 1e6), new("frequency_scaling", 1, 0, 2), new("user_discount", 0, 0, 2), new("item_discount", 0, 0, 2),
    ];

    /// <summary>All kinds, in the order in which they are told.</summary>
    public static IReadOnlyList<ModelKind> All { get; } =
    [
        new("popularity", ModelSort.Popularity, [], (input, _, _, _, _) => PopularityTrainer.Train(input.Seen), (_, items, _) => 4L * items),
        new(
            "popularity_decayed", ModelSort.Popularity, [new("half_life_days", 30, 1e-3, 1e5)],
            (input, with, _, _, _) => PopularityTrainer.Train(input, TimeSpan.FromDays(with["half_life_days"])), (_, items, _) => 12L * items),
        new(
            "item_knn", ModelSort.Collaborative, [Neighbours, new("shrink", 0, 0, 1e6), new("asymmetry", 0.5, 0, 1), new("user_discount", 0, 0, 2)],
            (input, with, threads, _, cancel) => ItemKnnTrainer.Train(
                input.Seen,
                new ItemKnnOptions
                {
                    Neighbours = (int)with["neighbours"], Shrink = (float)with["shrink"], Asymmetry = (float)with["asymmetry"],
                    UserDiscount = (float)with["user_discount"], Threads = threads,
                },
                cancel),
            NeighbourBytes),
        new(
            "rp3beta", ModelSort.Collaborative, [Neighbours, new("alpha", 1, 0, 3), new("beta", 0.6, 0, 3)],
            (input, with, threads, _, cancel) => Rp3BetaTrainer.Train(
                input.Seen, new Rp3BetaOptions { Neighbours = (int)with["neighbours"], Alpha = (float)with["alpha"], Beta = (float)with["beta"], Threads = threads }, cancel),
            NeighbourBytes),
        new(
            "ease", ModelSort.Collaborative, [Neighbours, new("regularisation", 500, 1e-3, 1e9)],
            (input, with, threads, _, cancel) =>
            {
                using var whole = EaseTrainer.Train(input.Seen, new EaseOptions { Regularisation = (float)with["regularisation"], Threads = threads }, cancel);
                return whole.Prune((int)with["neighbours"], threads);
            },
            (users, items, with) => EaseTrainer.MemoryBytes(items) + NeighbourBytes(users, items, with)),
        new(
            "ials", ModelSort.Collaborative, IalsParameters, (input, with, threads, seed, cancel) => IalsTrainer.Train(input.Seen, Ials(with, threads, seed), cancel: cancel).WithoutUsers(),
            (users, items, with) => 3 * IalsTrainer.MemoryBytes(users, items, (int)with["factors"])),
        new(
            "spectral", ModelSort.Collaborative,
            [new("factors", 128, 1, 4096, IsWhole: true), new("user_discount", 0.5, 0, 2), new("item_discount", 0.5, 0, 2)],
            (input, with, threads, seed, cancel) => SpectralTrainer.Train(
                input.Seen,
                new SpectralOptions
                {
                    // A small shop has fewer directions than a large one is asked for.
                    Factors = Math.Min((int)with["factors"], Math.Min(input.Seen.Users, input.Seen.Items) / 2), UserDiscount = (float)with["user_discount"],
                    ItemDiscount = (float)with["item_discount"], Seed = seed, Threads = threads,
                },
                cancel),
            (users, items, with) => SpectralTrainer.MemoryBytes(users, items, (int)with["factors"])),
        new(
            "content", ModelSort.Content, [Neighbours, Bm25, new("max_share", 0.5, 1e-3, 1)],
            (input, with, threads, _, cancel) => ContentTrainer.Train(
                TextsOf(input),
                new ContentOptions { Neighbours = (int)with["neighbours"], Weighting = Weighting(with), MaxShare = with["max_share"], Threads = threads }, cancel),
            NeighbourBytes, NeedsTexts: true),
        new(
            "content_projection", ModelSort.Content,
            [.. IalsParameters, new("map_regularisation", 1, 1e-6, 1e6), new("prior_users", 5, 0, 1e6), new("terms", 4096, 1, 20_000, IsWhole: true), Bm25],
            (input, with, threads, seed, cancel) => ContentProjectionTrainer.Train(
                input.Seen, TextsOf(input),
                new ContentProjectionOptions
                {
                    Ials = Ials(with, threads, seed), Regularisation = (float)with["map_regularisation"], PriorUsers = (float)with["prior_users"],
                    Terms = (int)with["terms"], Weighting = Weighting(with),
                },
                cancel),
            (users, items, with) => ContentProjectionTrainer.MemoryBytes(users, items, (int)with["factors"], (int)with["terms"]), NeedsTexts: true),
        new(
            "warp", ModelSort.Collaborative,
            [
                new("factors", 64, 1, 4096, IsWhole: true), new("epochs", 20, 1, 1000, IsWhole: true), new("learning_rate", 0.05, 1e-6, 10),
                new("regularisation", 0.1, 0, 100), new("draws", 10, 1, 1000, IsWhole: true), new("unobserved_weight", 0.1, 0, 100),
                new("fold_in_regularisation", 0.2, 1e-9, 1e6),
            ],
            (input, with, threads, seed, cancel) => WarpTrainer.Train(input.Seen, input.Texts, Warp(with, threads, seed), cancel: cancel).WithoutUsers(),
            (users, items, with) => WarpTrainer.MemoryBytes(users, items, (int)with["factors"])),
        new(
            "deepfm", ModelSort.Neural,
            [
                new("embedding", 8, 1, 256, IsWhole: true), new("width", 64, 2, 4096, IsWhole: true), new("epochs", 8, 1, 1000, IsWhole: true),
                new("learning_rate", 0.002, 1e-6, 1), new("regularisation", 1e-5, 0, 100), new("negatives", 8, 1, 1000, IsWhole: true),
                Neighbours, new("recent_days", 30, 1e-3, 1e5), new("examples", 2e6, 1000, 1e8, IsWhole: true),
            ],
            (input, with, threads, seed, cancel) => NetworkTrainer.Train(input, Network(with, threads, seed), cancel),
            (users, items, with) => NetworkTrainer.MemoryBytes(users, items, Network(with, threads: 1, seed: 1))),
        new(
            "bandit", ModelSort.Bandit, [new("half_life_days", 14, 1e-3, 1e5), new("prior_impressions", 20, 1e-3, 1e6), new("position_bias", 0.5, 0, 3)],
            (input, with, _, _, _) => BanditTrainer.Train(input, TimeSpan.FromDays(with["half_life_days"]), with["prior_impressions"], with["position_bias"]),
            (_, items, _) => 28L * items, NeedsImpressions: true),
    ];

    private static NetworkOptions Network(IReadOnlyDictionary<string, double> with, int threads, int seed) => new()
    {
        Embedding = (int)with["embedding"], Width = (int)with["width"], Epochs = (int)with["epochs"], LearningRate = with["learning_rate"],
        Regularisation = with["regularisation"], Negatives = (int)with["negatives"], Neighbours = (int)with["neighbours"],
        Lately = TimeSpan.FromDays(with["recent_days"]), ExamplesMax = (int)with["examples"], Seed = seed, Threads = threads,
    };

    private static IalsOptions Ials(IReadOnlyDictionary<string, double> with, int threads, int seed) => new()
    {
        Factors = (int)with["factors"], Epochs = (int)with["epochs"], UnobservedWeight = (float)with["unobserved_weight"],
        Regularisation = (float)with["regularisation"], FrequencyScaling = (float)with["frequency_scaling"],
        UserDiscount = (float)with["user_discount"], ItemDiscount = (float)with["item_discount"], Seed = seed, Threads = threads,
    };

    private static WarpOptions Warp(IReadOnlyDictionary<string, double> with, int threads, int seed) => new()
    {
        Factors = (int)with["factors"], Epochs = (int)with["epochs"], LearningRate = (float)with["learning_rate"], Regularisation = (float)with["regularisation"],
        DrawsMax = (int)with["draws"], UnobservedWeight = (float)with["unobserved_weight"], FoldInRegularisation = (float)with["fold_in_regularisation"],
        Seed = seed, Threads = threads,
    };

    private static TermWeighting Weighting(IReadOnlyDictionary<string, double> with) => with["bm25"] == 1 ? TermWeighting.Bm25 : TermWeighting.TfIdf;

    // A run holds to NeedsTexts before it trains anything.
    private static ProductTexts TextsOf(TrainingInput input) => input.Texts ?? throw new InteractionException(
        "No product has a text to learn from. Archive product_upserted, or leave the models out that need texts.");

    private static long NeighbourBytes(int users, int items, IReadOnlyDictionary<string, double> with) =>
        8L * items * (long)Math.Min(items, with["neighbours"]) + DenseMatrix.Bytes(4, items);
}
