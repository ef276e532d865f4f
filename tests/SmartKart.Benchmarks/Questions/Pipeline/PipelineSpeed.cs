using System.Diagnostics;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Benchmarks.Questions.Archive;
using SmartKart.Benchmarks.Questions.Features;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Parity;
using SmartKart.Local.Features;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>From topics to Redis: how many events a second, how soon, and what each costs whom.</summary>
public sealed class PipelineSpeed : IBenchmark
{
    private const int ParityKeysMax = 10_000;

    private static readonly SimulationOptions Day = new() { Users = 20_000, Merchants = 200, Products = 10_000 };
    private static readonly SimulationOptions AnotherDay = Day with { Users = 6_000, Seed = 2 };

    /// <inheritdoc />
    public string Name => "pipeline";

    /// <inheritdoc />
    public string Description => "How fast events go from topics to Redis, exactly once, with all shipped views, how soon, and what the platform occupies.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("events_per_s", "{event}/s", "a simulated day that lies in the topics, until all of it is in Redis, by one worker", Target.AtLeast(40_000)),
        new("freshness_p50_ms", "ms", "publish to readable in Redis at 5,000 events/s, median, of user_activity", Target.AtMost(80)),
        new("freshness_p99_ms", "ms", "the same, exceeded by one in a hundred", Target.AtMost(200)),
        new("freshness_repartitioned_p50_ms", "ms", "the same of product_activity, whose rows go to another partition first"),
        new("freshness_repartitioned_p99_ms", "ms", "the same, exceeded by one in a hundred"),
        new("archive_rows_per_s", "{event}/s", "events from topics to Parquet", Target.AtLeast(200_000)),
        new("backfill_events_per_s_core", "{event}/s", "history's events into the tiles of user_activity, on one core", Target.AtLeast(500_000)),
        new("up_idle_mb", "MBy", "what 'smartkart up' occupies with its Redis when nothing happens", Target.AtMost(600)),
        new("up_load_mb", "MBy", "the most while a simulated day of 6,000 users goes through it", Target.AtMost(2_500)),
        new("parity_keys", "{key}", "keys of all views whose features in Redis were held to history, at most 10,000 of each"),
        new("parity_mismatches", "{value}", "values that differ", Target.AtMost(0)),
        new("worker_start_s", "s", "from the worker's start until its tasks process"),
        new("broker_cpu_us", "us", "processor time of the broker for an event"),
        new("client_cpu_us", "us", "of the worker's Kafka client"),
        new("stream_cpu_us", "us", "of the threads that process: decoding, tiles, the store and its changelog"),
        new("store_cpu_us", "us", "of RocksDB's own threads"),
        new("delivery_cpu_us", "us", "of all other threads of the worker: delivery to Redis, collection of garbage"),
        new("redis_cpu_us", "us", "of Redis"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var values = new Dictionary<string, double>();
        await StreamAsync(run, values, cancel);
        run.Say("archiving");
        values["archive_rows_per_s"] = (await new ArchiveSpeed().RunAsync(run, cancel))["archive_rows_per_s"];
        run.Say("backfilling");
        values["backfill_events_per_s_core"] = await BackfillSpeed.RunAsync(cancel);
        run.Say("starting 'smartkart up'");
        (values["up_idle_mb"], values["up_load_mb"]) = await PlatformMemory.RunAsync(run.Say, cancel);
        return values;
    }

    private static async Task StreamAsync(BenchmarkRun run, Dictionary<string, double> values, CancellationToken cancel)
    {
        await using var platform = await Platform.StartAsync(cancel);
        run.Say("publishing a day");
        var published = await platform.PublishAsync(new SimulatedHistory(Day), cancel);
        run.Say($"{published.Events} events: starting the worker");
        var began = Stopwatch.GetTimestamp();
        await using var worker = await PipelineWorker.StartAsync(platform, Path.Combine(platform.Folder, "streams"), cancel);
        values["worker_start_s"] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await ThroughputAsync(platform, worker, published.Events, values, cancel);
        run.Say($"{values["events_per_s"]:N0} events a second; comparing Redis with history");
        await ParityAsync(platform, values, cancel);
        run.Say("probing at 5,000 events a second");
        await FreshnessAsync(platform, worker, values, cancel);
    }

    private static async Task ThroughputAsync(Platform platform, PipelineWorker worker, long events, Dictionary<string, double> values, CancellationToken cancel)
    {
        using var redis = Process.GetProcessById(platform.Redis.ProcessId);
        var before = (Broker: platform.BrokerCpu, Worker: ThreadTimes.Of(worker.ProcessId), Redis: redis.TotalProcessorTime);
        var began = Stopwatch.GetTimestamp();
        await worker.CatchUpAsync(cancel);
        values["events_per_s"] = events / Stopwatch.GetElapsedTime(began).TotalSeconds;
        redis.Refresh();
        var times = ThreadTimes.Of(worker.ProcessId) - before.Worker;
        values["broker_cpu_us"] = Each((platform.BrokerCpu - before.Broker).TotalSeconds);
        values["client_cpu_us"] = Each(times.Client);
        values["stream_cpu_us"] = Each(times.Stream);
        values["store_cpu_us"] = Each(times.Store);
        values["delivery_cpu_us"] = Each(times.Others);
        values["redis_cpu_us"] = Each((redis.TotalProcessorTime - before.Redis).TotalSeconds);

        double Each(double seconds) => seconds * 1e6 / events;
    }

    private static async Task ParityAsync(Platform platform, Dictionary<string, double> values, CancellationToken cancel)
    {
        var root = Path.Combine(platform.Folder, "warehouse");
        var now = HistoryFolder.Write(new SimulatedHistory(Day), root, cancel) + 1;
        var history = new HistorySource(root);
        await using var online = OnlineStore.Open(new RedisOptions { Connection = platform.Redis.Connection, ReadTimeout = TimeSpan.FromSeconds(30) });
        var check = new ParityCheck(history, online, new ParityOptions { Engine = OfflineEngine.Local, KeysMax = ParityKeysMax });
        var (keys, mismatches) = (0L, 0L);
        foreach (var view in DefinitionSet.Read(DefinitionSource.Shipped).Views.Where(view => view.Source is { } source && history.Has(source.Topic.Name)))
        {
            var found = await check.RunAsync(view, now, cancel);
            (keys, mismatches) = (keys + found.Keys, mismatches + found.Mismatches);
        }
        (values["parity_keys"], values["parity_mismatches"]) = (keys, mismatches);
    }

    private static async Task FreshnessAsync(Platform platform, PipelineWorker worker, Dictionary<string, double> values, CancellationToken cancel)
    {
        var (inPlace, repartitioned, _) = await FreshnessUnderLoad.RunAsync(platform, worker, AnotherDay, cancel);
        values["freshness_p50_ms"] = Quantile.Of(inPlace, 0.5);
        values["freshness_p99_ms"] = Quantile.Of(inPlace, 0.99);
        values["freshness_repartitioned_p50_ms"] = Quantile.Of(repartitioned, 0.5);
        values["freshness_repartitioned_p99_ms"] = Quantile.Of(repartitioned, 0.99);
    }
}
