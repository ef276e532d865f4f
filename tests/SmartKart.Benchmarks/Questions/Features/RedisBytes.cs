using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Harness;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Sizing;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// What does a user cost in Redis? The median of those who are active, over all shipped views of users: of a year of a real shop, whose history
/// feeds two of them, and of a simulated day, which feeds them all.
/// </summary>
internal static class RedisBytes
{
    private const string RetailFile = "online_retail.parquet";

    public static IReadOnlyList<Metric> Metrics { get; } =
    [
        new("user_redis_b", "By", "bytes of Redis of a median active user over the shipped user views, UCI Online Retail", Target.AtMost(600)),
        new("user_redis_simulated_b", "By", "the same of a simulated day", Target.AtMost(600)),
    ];

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var retail = Path.Combine(run.CheckoutRoot, "..", "shared", "data", RetailFile);
        if (!File.Exists(retail)) throw new FileNotFoundException($"{retail} is missing: UCI's Online Retail, as Parquet. Users of a real shop are measured on it.");
        return new Dictionary<string, double>
        {
            ["user_redis_b"] = await MedianUserAsync(new OnlineRetailHistory(retail), run, cancel),
            ["user_redis_simulated_b"] = await MedianUserAsync(new SimulatedHistory(new SimulationOptions()), run, cancel),
        };
    }

    private static async Task<double> MedianUserAsync(IHistory history, BenchmarkRun run, CancellationToken cancel)
    {
        run.Say($"{history.Name}: a user's bytes in Redis");
        var folder = Directory.CreateTempSubdirectory("smartkart-bench-size-").FullName;
        try
        {
            var last = HistoryFolder.Write(history, folder, cancel);
            var source = new HistorySource(folder);
            var views = DefinitionSet.Shipped.Views.Where(view =>
                view.Source is { } events && view.JoinKeys.SequenceEqual(["user_id"]) && Directory.Exists(source.FolderOf(events.Topic.Name)));
            var report = await SizeForecast.RunAsync(views, source, last + 1, cancel: cancel);
            return report.Entities.Single().Median;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
