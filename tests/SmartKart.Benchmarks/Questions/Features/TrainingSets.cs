using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// How long does a training set take, and how much memory, from Parquet to Parquet? For many labels of few features, for users of whom a tenth
/// have most clicks and labels, and for few labels of many features. Beside it, on samples that they can manage, the generated SQL on DuckDB, and
/// pandas' merge_asof, which has the data in memory already and gives ten plain windows.
/// </summary>
internal static class TrainingSets
{
    private const int Users = 100_000;
    private const int Events = 5_000_000;

    public static IReadOnlyList<Metric> Metrics { get; } =
    [
        new("training_1m_s", "s", "1 million labels × 5 million events of 100,000 users × 50 windowed features", Target.AtMost(15)),
        new("training_1m_gb", "GBy", "the most memory of the process that does that", Target.AtMost(3)),
        new("training_skewed_s", "s", "the same where a tenth of the users has nine tenths of events and labels"),
        new("training_skewed_ratio", "1", "that against the even one", Target.AtMost(1.5)),
        new("training_wide_s", "s", "17,000 labels × 1,000 features of 5 million events", Target.AtMost(10)),
        new("training_wide_gb", "GBy", "the most memory of the process that does that", Target.AtMost(3)),
        new("training_vs_sql", "1", "seconds of the generated SQL on DuckDB for one of the sweep's, 20,000 labels of 2,000 users"),
        new("training_vs_pandas", "1", "seconds of pandas' merge_asof for one of the sweep's, ten windows, 200,000 labels of 20,000 users"),
    ];

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("training-benchmark-").FullName;
        try
        {
            run.Say($"making {Events:N0} events and their labels, even and skewed");
            var even = TrainingHistory.Make(Path.Combine(folder, "even"), Events, 1_000_000, Users, isSkewed: false);
            var skewed = TrainingHistory.Make(Path.Combine(folder, "skewed"), Events, 1_000_000, Users, isSkewed: true);
            var wide = TrainingHistory.Make(Path.Combine(folder, "wide"), Events, 17_000, Users, isSkewed: false);
            run.Say("1 million labels × 50 features");
            var million = await TrainingProgram.StartAsync(even, nameof(TrainingViews.Fifty), TrainingProgram.Sweep, cancel);
            run.Say("the same, skewed");
            var uneven = await TrainingProgram.StartAsync(skewed, nameof(TrainingViews.Fifty), TrainingProgram.Sweep, cancel);
            run.Say("17,000 labels × 1,000 features");
            var thousand = await TrainingProgram.StartAsync(wide, nameof(TrainingViews.Thousand), TrainingProgram.Sweep, cancel);
            return new Dictionary<string, double>
            {
                ["training_1m_s"] = million.Seconds,
                ["training_1m_gb"] = million.Gigabytes,
                ["training_skewed_s"] = uneven.Seconds,
                ["training_skewed_ratio"] = uneven.Seconds / million.Seconds,
                ["training_wide_s"] = thousand.Seconds,
                ["training_wide_gb"] = thousand.Gigabytes,
                ["training_vs_sql"] = await AgainstSqlAsync(even.Sample(Path.Combine(folder, "for-sql"), 2_000, 20_000), run, cancel),
                ["training_vs_pandas"] = await AgainstPandasAsync(even.Sample(Path.Combine(folder, "for-pandas"), 20_000, 200_000), run, cancel),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> AgainstSqlAsync(TrainingHistory sample, BenchmarkRun run, CancellationToken cancel)
    {
        run.Say("a sample, by sweep and by SQL");
        var sweep = await TrainingProgram.StartAsync(sample, nameof(TrainingViews.Fifty), TrainingProgram.Sweep, cancel);
        var sql = await TrainingProgram.StartAsync(sample, nameof(TrainingViews.Fifty), TrainingProgram.Sql, cancel);
        return sql.Seconds / sweep.Seconds;
    }

    private static async Task<double> AgainstPandasAsync(TrainingHistory sample, BenchmarkRun run, CancellationToken cancel)
    {
        run.Say("a sample, by sweep and by pandas");
        var (events, labels) = sample.WriteCsv();
        var script = Path.Combine(run.CheckoutRoot, "tests", "peers", "training_pandas.py");
        await using var pandas = PeerProcess.Start("pandas", "/usr/bin/python3", script, events, labels);
        await pandas.WarmUpAsync(cancel);
        var theirs = await pandas.RoundAsync(cancel);
        var ours = await TrainingProgram.StartAsync(sample, nameof(TrainingViews.Ten), TrainingProgram.Sweep, cancel);
        return theirs[TimedRun.Seconds] / ours.Seconds;
    }
}
