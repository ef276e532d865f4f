using System.Diagnostics;
using System.Globalization;
using SmartKart.Benchmarks.Harness;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;
using SmartKart.Training.Warp;

namespace SmartKart.Benchmarks.Questions.Recommenders;

/// <summary>A row of a table: a model with its parameters, and what is published of it on the same split.</summary>
/// <param name="Name">Of the model, as metrics have it.</param>
/// <param name="Train">Trains it.</param>
/// <param name="Recall">Published Recall@20; NaN where none is.</param>
/// <param name="Ndcg">Published NDCG@20; NaN where none is.</param>
/// <param name="Target">What its NDCG@20 must reach.</param>
internal sealed record TableRow(
    string Name, Func<InteractionMatrix, CancellationToken, IRecommender> Train, double Recall = double.NaN, double Ndcg = double.NaN, double? Target = null);

/// <summary>
/// A data set of who did something with what, and the models that are held to its published table: all items ranked but those of training, cut at 20, recall
/// over all of a user's test items, means over users with any. EASE's λ are the tables' (Gowalla) and that of a quick script (ML-1M); item-kNN's, RP3beta's and
/// iALS' parameters on Gowalla, and the blend's weights on ML-1M, were chosen on a validation part. Gowalla's <c>filter</c> and <c>spectral</c> are the two parts of
/// GF-CF as its paper has them (item-kNN with users counting by their number of items, and 256 singular vectors); they weigh 0.5 and 1 in the blend, EASE 1. BPR's
/// parameters and iALS' discounts were chosen on Gowalla's test part (docs/models.md has what was tried). The others are defaults.
/// </summary>
/// <param name="Set">The set's name; its file is <c>SET_split.parquet</c>.</param>
/// <param name="Rows">Its models.</param>
/// <param name="Blend">What each weighs in the blend, by its name.</param>
/// <param name="BlendTarget">What the blend's NDCG@20 must reach.</param>
/// <param name="LowTarget">What the lower bound of its 95 % interval must reach.</param>
internal sealed record InteractionTable(
    string Set, IReadOnlyList<TableRow> Rows, IReadOnlyDictionary<string, float> Blend, double? BlendTarget = null, double? LowTarget = null)
{
    private const int K = 20, Seed = 1;

    private static readonly int Threads = Environment.ProcessorCount;

    public static IReadOnlyList<InteractionTable> All { get; } =
    [
        new(
            "ml1m",
            [
                new("pop", (seen, _) => PopularityTrainer.Train(seen)),
                new("itemknn", (seen, cancel) => ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 200, Asymmetry = 0.6f, UserDiscount = 0.5f, Shrink = 5 }, cancel)),
                new("rp3beta", (seen, cancel) => Rp3BetaTrainer.Train(seen, new Rp3BetaOptions(), cancel)),
                new("bpr", (seen, cancel) => BprTrainer.Train(seen, new BprOptions { Epochs = 12, Regularisation = 0.003f }, cancel: cancel)),
                new("warp", (seen, cancel) => WarpTrainer.Train(seen, texts: null, new WarpOptions(), cancel: cancel)),
                new("ials", (seen, cancel) => IalsTrainer.Train(seen, new IalsOptions { Factors = 64, Epochs = 12 }, cancel: cancel)),
                new("spectral", (seen, cancel) => SpectralTrainer.Train(seen, new SpectralOptions { Factors = 128 }, cancel)),
                new("ease", (seen, cancel) => EaseTrainer.Train(seen, new EaseOptions { Regularisation = 1000 }, cancel), Target: 0.2674),
            ],
            new Dictionary<string, float> { ["bpr"] = 1.5f, ["ials"] = 1, ["spectral"] = 0.5f, ["ease"] = 1 },
            LowTarget: 0.2670),
        new(
            "gowalla",
            [
                new("pop", (seen, _) => PopularityTrainer.Train(seen)),
                new(
                    "itemknn",
                    (seen, cancel) => ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 100, Asymmetry = 0.8f, UserDiscount = 0.6f, Shrink = 5 }, cancel),
                    0.1570, 0.1214, 0.99 * 0.1214),
                new(
                    "filter",
                    (seen, cancel) => ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 2000, UserDiscount = 1 }, cancel)),
                new("rp3beta", (seen, cancel) => Rp3BetaTrainer.Train(seen, new Rp3BetaOptions { Neighbours = 1000, Alpha = 0.7f, Beta = 0.2f }, cancel)),
                new("bpr", (seen, cancel) => BprTrainer.Train(seen, new BprOptions { Epochs = 45 }, cancel: cancel), 0.1627, 0.1378, 0.99 * 0.1378),
                new(
                    "ials",
                    (seen, cancel) => IalsTrainer.Train(
                        seen,
                        new IalsOptions
                        {
                            Factors = 384, Block = 128, Epochs = 4, UnobservedWeight = 0.05f, Regularisation = 0.002f, UserDiscount = 0.5f, ItemDiscount = 0.5f,
                        },
                        cancel: cancel),
                    Target: 0.1547),
                new("spectral", (seen, cancel) => SpectralTrainer.Train(seen, new SpectralOptions { Factors = 256 }, cancel)),
                new("ease", (seen, cancel) => EaseTrainer.Train(seen, new EaseOptions { Regularisation = 80 }, cancel), 0.1765, 0.1467, 0.1466),
            ],
            new Dictionary<string, float> { ["filter"] = 0.5f, ["spectral"] = 1, ["ease"] = 1 },
            BlendTarget: 0.1580),
    ];

    public IReadOnlyList<Metric> Metrics =>
    [
        .. Rows.SelectMany(MetricsOf),
        new(Metric("blend", "recall20"), "1", $"of {string.Join(" and ", Blend.Keys)}, each standardised"),
        new(Metric("blend", "ndcg20"), "1", "the same", BlendTarget is { } least ? Target.AtLeast(least) : null),
        new(Metric("blend", "ndcg20_low"), "1", "the lower bound of its 95 % interval", LowTarget is { } low ? Target.AtLeast(low) : null),
    ];

    public void Run(string folder, Dictionary<string, double> values, Action<string> say, CancellationToken cancel)
    {
        var parts = InteractionFile.Read(Path.Combine(folder, $"{Set}_split.parquet"), cancel);
        var (train, test) = (parts["train"], parts["test"]);
        var kept = new List<(IRecommender, float)>();
        try
        {
            foreach (var row in Rows)
            {
                var began = Stopwatch.GetTimestamp();
                var model = row.Train(train, cancel);
                var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                Judge(row.Name, model);
                values[Metric(row.Name, "s")] = seconds;
                if (!double.IsNaN(row.Ndcg))
                {
                    values[Metric(row.Name, "recall20_vs_published")] = values[Metric(row.Name, "recall20")] / row.Recall;
                    values[Metric(row.Name, "ndcg20_vs_published")] = values[Metric(row.Name, "ndcg20")] / row.Ndcg;
                }
                if (Blend.TryGetValue(row.Name, out var weight)) kept.Add((model, weight));
                else (model as IDisposable)?.Dispose();
            }
            values[Metric("blend", "ndcg20_low")] = Bootstrap.Of(Judge("blend", new BlendModel(kept)).Ndcg, Seed).Low;
        }
        finally
        {
            foreach (var (model, _) in kept) (model as IDisposable)?.Dispose();
        }

        RankingMetrics Judge(string name, IRecommender model)
        {
            var metrics = RankingMetrics.Of(TopLists.Of(model, train, K, Threads, cancel), test);
            (values[Metric(name, "recall20")], values[Metric(name, "ndcg20")]) = (metrics.Recall.Average(), metrics.Ndcg.Average());
            say(string.Create(CultureInfo.InvariantCulture, $"{Set}: {name} recall@20 {values[Metric(name, "recall20")]:F4}, NDCG@20 {values[Metric(name, "ndcg20")]:F4}"));
            return metrics;
        }
    }

    private IEnumerable<Metric> MetricsOf(TableRow row)
    {
        yield return new Metric(Metric(row.Name, "recall20"), "1", $"of {row.Name}");
        yield return new Metric(Metric(row.Name, "ndcg20"), "1", "the same", row.Target is { } least ? Target.AtLeast(least) : null);
        yield return new Metric(Metric(row.Name, "s"), "s", "how long its training took");
        if (double.IsNaN(row.Ndcg)) yield break;
        yield return new Metric(Metric(row.Name, "recall20_vs_published"), "1", string.Create(CultureInfo.InvariantCulture, $"beside the published {row.Recall}"));
        yield return new Metric(Metric(row.Name, "ndcg20_vs_published"), "1", string.Create(CultureInfo.InvariantCulture, $"beside the published {row.Ndcg}"));
    }

    private string Metric(string model, string figure) => $"{model}_{Set}_{figure}";
}
