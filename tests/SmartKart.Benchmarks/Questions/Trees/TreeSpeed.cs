using System.Globalization;
using System.Text.Json;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Scoring.Native.XgBoost;
using SmartKart.Scoring.Trees;

namespace SmartKart.Benchmarks.Questions.Trees;

/// <summary>
/// How much faster are trees walked here than by XGBoost itself, on one thread, for what a ranking request scores? And is training through our
/// binding as fast as through Python's, on the same rows with the same parameters and the same library?
/// </summary>
public sealed class TreeSpeed : IBenchmark
{
    private const int ScoredRows = 500;
    private const int Trees = 300;
    private const int TrainingRows = 20_000;
    private const int RacedRounds = 20;

    /// <inheritdoc />
    public string Name => "trees";

    /// <inheritdoc />
    public string Description => "How fast trees are scored, beside libxgboost, and trained, beside Python's xgboost.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("trees_vs_xgboost", "1", "times as fast as libxgboost: ≥ 4 with AVX-512, ≥ 1.8 without; 500 rows × 60 features, 300 trees of depth 6, one thread", Target.AtLeast(Best == TreeWalkerKind.Avx512 ? 4 : 1.8)),
        new("trees_avx2_vs_xgboost", "1", "the same, walked with AVX2; 0 where the processor has none", Target.AtLeast(1.8)),
        new("trees_scalar_vs_xgboost", "1", "the same, walked a row at a time"),
        new("trees_us", "us", "microseconds for the 500 rows, walked the fastest way"),
        new("trees_alloc_b", "By", "bytes allocated by that", Target.AtMost(0)),
        new("xgboost_vs_python", "1", "times as fast as Python's xgboost: from 20,000 rows × 60 features in memory to a model of 20 trees", Target.AtLeast(0.95)),
    ];

    private static TreeWalkerKind Best => TreeWalkerKinds.Available[^1];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        run.Say($"training {Trees} trees on {TrainingRows:N0} rows");
        var data = TreeData.Make(TrainingRows, seed: 1);
        var walked = await ScoreAsync(data.Train(Trees), run, cancel);
        double Against(TreeWalkerKind kind) => walked.TryGetValue($"{kind}_per_s", out var perSecond) ? perSecond / walked["libxgboost_per_s"] : 0;
        return new Dictionary<string, double>
        {
            ["trees_vs_xgboost"] = Against(Best),
            ["trees_avx2_vs_xgboost"] = Against(TreeWalkerKind.Avx2),
            ["trees_scalar_vs_xgboost"] = Against(TreeWalkerKind.Scalar),
            ["trees_us"] = 1e6 / walked[$"{Best}_per_s"],
            ["trees_alloc_b"] = walked[$"{Best}_alloc_b"],
            ["xgboost_vs_python"] = await TrainAsync(data, run, cancel),
        };
    }

    private static async Task<Dictionary<string, double>> ScoreAsync(byte[] model, BenchmarkRun run, CancellationToken cancel)
    {
        var rows = TreeData.Make(ScoredRows, seed: 2).Rows;
        var scores = new float[ScoredRows];
        var ensemble = TreeEnsemble.Read(model);
        using var booster = XgBoostBooster.FromModel(model);
        booster.SetParameter("nthread", "1");
        IContestant[] contestants =
        [
            .. TreeWalkerKinds.Available.Select(kind => Walker(kind.ToString(), ensemble.WalkedBy(kind), rows, scores)),
            new HotLoop("libxgboost", count =>
            {
                for (var i = 0; i < count; i++) booster.Predict(rows, TreeData.Features, scores);
            }),
        ];
        var medians = await Race.RunAsync(contestants, run.Say, cancel);
        return medians.SelectMany(each => each).ToDictionary();
    }

    private static HotLoop Walker(string name, TreeEnsemble ensemble, float[] rows, float[] scores) => new(name, count =>
    {
        for (var i = 0; i < count; i++) ensemble.Score(rows, scores);
    });

    private static async Task<double> TrainAsync(TreeData data, BenchmarkRun run, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-trees-");
        try
        {
            var file = Path.Combine(folder.FullName, "rows.bin");
            data.Write(file);
            await using var python = PeerProcess.Start(
                "xgboost for Python",
                "/usr/bin/python3",
                Path.Combine(run.CheckoutRoot, "tests", "peers", "trees_xgboost.py"),
                file,
                TreeData.Features.ToString(CultureInfo.InvariantCulture),
                RacedRounds.ToString(CultureInfo.InvariantCulture),
                JsonSerializer.Serialize(TreeData.Parameters));
            var ours = new HotLoop("train", count =>
            {
                for (var i = 0; i < count; i++) data.Train(RacedRounds);
            });
            var medians = await Race.RunAsync([ours, python], run.Say, cancel);
            return medians[0]["train_per_s"] * medians[1][TimedRun.Seconds];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
