using System.Diagnostics;
using System.Globalization;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Events;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>
/// What grows with the users, and what doesn't: a day of 10 thousand, 100 thousand and 1 million users goes from topics to Redis. So that it fits, only
/// one event in so many is published, each user's share alike; the smallest marketplace is measured whole as well, to tell what that changes.
/// </summary>
public sealed class PipelineGrowth : IBenchmark
{
    private static readonly Size[] Sizes =
    [
        new("10k_whole", Users: 10_000, OneIn: 1),
        new("10k", Users: 10_000, OneIn: 10),
        new("100k", Users: 100_000, OneIn: 10),
        new("1m", Users: 1_000_000, OneIn: 10),
    ];

    /// <inheritdoc />
    public string Name => "growth";

    /// <inheritdoc />
    public string Description => "How the pipeline's speed, memory and disk grow from 10 thousand users to 1 million, which takes the better part of an hour.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } = [.. Sizes.SelectMany(size => size.Metrics)];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var values = new Dictionary<string, double>();
        foreach (var size in Sizes)
        {
            await MeasureAsync(size, run, values, cancel);
            run.Say(string.Join("; ", size.Metrics.Select(metric => $"{metric.Name} {values[metric.Name].ToString("N0", CultureInfo.InvariantCulture)}")));
        }
        return values;
    }

    private static async Task MeasureAsync(Size size, BenchmarkRun run, Dictionary<string, double> values, CancellationToken cancel)
    {
        await using var platform = await Platform.StartAsync(cancel);
        run.Say($"publishing {size.Of}");
        var published = await platform.PublishAsync(new ThinnedHistory(new SimulatedHistory(size.Day), size.OneIn), cancel);
        var logged = Occupied(Path.Combine(platform.Folder, "broker"));
        run.Say($"{published.Events:N0} events: computing features");
        var state = Path.Combine(platform.Folder, "streams");
        await using var worker = await PipelineWorker.StartAsync(platform, state, cancel);
        var began = Stopwatch.GetTimestamp();
        await worker.CatchUpAsync(cancel);
        values[size.Metric("events_per_s")] = published.Events / Stopwatch.GetElapsedTime(began).TotalSeconds;
        values[size.Metric("events")] = published.Events;
        values[size.Metric("redis_mb")] = ResidentMegabytes(platform.Redis.ProcessId);
        values[size.Metric("worker_mb")] = ResidentMegabytes(worker.ProcessId);
        values[size.Metric("state_mb")] = Occupied(state) / 1e6;
        values[size.Metric("log_b_per_event")] = (double)logged / published.Events;
        values[size.Metric("changelog_b_per_event")] = (double)(Occupied(Path.Combine(platform.Folder, "broker")) - logged) / published.Events;
        run.Say("archiving the clicks, and backfilling from there");
        await HistoryAsync(platform, size, values, cancel);
        run.Say("probing at 5,000 events a second");
        var (fresh, _, perSecond) = await FreshnessUnderLoad.RunAsync(platform, worker, size.Day with { Seed = 2 }, cancel);
        values[size.Metric("freshness_p50_ms")] = Quantile.Of(fresh, 0.5);
        values[size.Metric("freshness_p99_ms")] = Quantile.Of(fresh, 0.99);
        values[size.Metric("freshness_load_per_s")] = perSecond;
    }

    private static async Task HistoryAsync(Platform platform, Size size, Dictionary<string, double> values, CancellationToken cancel)
    {
        var root = Path.Combine(platform.Folder, "warehouse");
        var letters = await EventDeadLetters.RegisterAsync(platform.Registry, cancel);
        var archive = new TopicArchive(platform.Kafka, platform.Admin, platform.Registry, letters, TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        var archived = await archive.RunAsync(TopicCatalog.Shipped[Topics.Clickstream], root, progress: null, cancel);
        values[size.Metric("archive_rows_per_s")] = archived.Events / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var until = (size.Day.Start.AddDays(2) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        values[size.Metric("backfill_events_per_s_core")] = await BackfillSpeed.OfAsync(new HistorySource(root), until, cancel);
    }

    private static double ResidentMegabytes(int process)
    {
        using var found = Process.GetProcessById(process);
        return found.WorkingSet64 / 1e6;
    }

    // Files come and go while they are counted: the broker deletes segments, RocksDB merges its tables.
    private static long Occupied(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);

    private sealed record Size(string Label, int Users, int OneIn)
    {
        public SimulationOptions Day => new() { Users = Users, Merchants = Math.Max(50, Users / 200), Products = Math.Max(5_000, Users / 10) };

        public string Of => OneIn == 1 ? $"a day of {Users:N0} users" : $"one event in {OneIn} of a day of {Users:N0} users";

        public IReadOnlyList<Metric> Metrics =>
        [
            new(Metric("events_per_s"), "{event}/s", $"{Of}, that lies in the topics, until all of it is in Redis"),
            new(Metric("events"), "{event}", "how many those are"),
            new(Metric("redis_mb"), "MBy", "memory that Redis occupies then"),
            new(Metric("worker_mb"), "MBy", "memory that the worker occupies then"),
            new(Metric("state_mb"), "MBy", "disk that its state stores occupy then"),
            new(Metric("log_b_per_event"), "By", "disk that the broker occupies for an event, before any is processed"),
            new(Metric("changelog_b_per_event"), "By", "disk that it occupies besides for what the worker keeps there, repartition topics and changelogs"),
            new(Metric("freshness_p50_ms"), "ms", "publish to readable in Redis at 5,000 events/s, median, of user_activity"),
            new(Metric("freshness_p99_ms"), "ms", "the same, exceeded by one in a hundred"),
            new(Metric("freshness_load_per_s"), "{event}/s", "the load meanwhile, as it really came"),
            new(Metric("archive_rows_per_s"), "{event}/s", "its clicks, from the topic to Parquet, what compiles included"),
            new(Metric("backfill_events_per_s_core"), "{event}/s", "those clicks, from Parquet into the tiles of user_activity, on one core"),
        ];

        public string Metric(string name) => $"{name}_{Label}";
    }
}
