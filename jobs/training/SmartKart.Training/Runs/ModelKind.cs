using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

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
public sealed record ModelKind(
    string Name, ModelSort Sort, IReadOnlyList<ModelParameter> Parameters,
    Func<InteractionMatrix, IReadOnlyDictionary<string, double>, int, int, CancellationToken, IRecommender> Train,
    Func<int, int, IReadOnlyDictionary<string, double>, long> MemoryBytes)
{
    // What serving keeps of an EASE: the largest weights of each item.
    private static readonly ModelParameter Neighbours = new("neighbours", 200, 1, 10_000, IsWhole: true);

    /// <summary>All kinds, in the order in which they are told.</summary>
    public static IReadOnlyList<ModelKind> All { get; } =
    [
        new("popularity", ModelSort.Popularity, [], (seen, _, _, _, _) => PopularityTrainer.Train(seen), (_, items, _) => 4L * items),
        new(
            "item_knn", ModelSort.Collaborative, [Neighbours, new("shrink", 0, 0, 1e6), new("asymmetry", 0.5, 0, 1), new("user_discount", 0, 0, 2)],
            (seen, with, threads, _, cancel) => ItemKnnTrainer.Train(
                seen,
                new ItemKnnOptions
                {
                    Neighbours = (int)with["neighbours"], Shrink = (float)with["shrink"], Asymmetry = (float)with["asymmetry"],
                    UserDiscount = (float)with["user_discount"], Threads = threads,
                },
                cancel),
            NeighbourBytes),
        new(
            "rp3beta", ModelSort.Collaborative, [Neighbours, new("alpha", 1, 0, 3), new("beta", 0.6, 0, 3)],
            (seen, with, threads, _, cancel) => Rp3BetaTrainer.Train(
                seen, new Rp3BetaOptions { Neighbours = (int)with["neighbours"], Alpha = (float)with["alpha"], Beta = (float)with["beta"], Threads = threads }, cancel),
            NeighbourBytes),
        new(
            "ease", ModelSort.Collaborative, [Neighbours, new("regularisation", 500, 1e-3, 1e9)],
            (seen, with, threads, _, cancel) =>
            {
                using var whole = EaseTrainer.Train(seen, new EaseOptions { Regularisation = (float)with["regularisation"], Threads = threads }, cancel);
                return whole.Prune((int)with["neighbours"], threads);
            },
            (users, items, with) => EaseTrainer.MemoryBytes(items) + NeighbourBytes(users, items, with)),
        new(
            "ials", ModelSort.Collaborative,
            [
                new("factors", 64, 1, 4096, IsWhole: true), new("epochs", 16, 1, 1000, IsWhole: true), new("unobserved_weight", 0.1, 0, 100),
                new("regularisation", 0.003, 1e-9, 1e6), new("frequency_scaling", 1, 0, 2),
            ],
            (seen, with, threads, seed, cancel) => IalsTrainer.Train(
                seen,
                new IalsOptions
                {
                    Factors = (int)with["factors"], Epochs = (int)with["epochs"], UnobservedWeight = (float)with["unobserved_weight"],
                    Regularisation = (float)with["regularisation"], FrequencyScaling = (float)with["frequency_scaling"], Seed = seed, Threads = threads,
                },
                cancel: cancel).WithoutUsers(),
            (users, items, with) => 2 * IalsTrainer.MemoryBytes(users, items, (int)with["factors"])),
    ];

    private static long NeighbourBytes(int users, int items, IReadOnlyDictionary<string, double> with) =>
        8L * items * (long)Math.Min(items, with["neighbours"]) + DenseMatrix.Bytes(4, items);
}
