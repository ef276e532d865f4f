using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// How long does it take to read features from Redis, windows closed, at 2,000 reads a second? The server, the load and the store share this
/// machine. Beside it redis-benchmark, for how fast that server gives these bytes to anybody.
/// </summary>
public sealed class OnlineReads : IBenchmark
{
    private const int Seed = 1;
    private const int Rounds = 3;

    /// <inheritdoc />
    public string Name => "online";

    /// <inheritdoc />
    public string Description => "How long reads from the online store take at 2,000 a second, and how its client compares with redis-benchmark.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("read_1x50_p99_ms", "ms", "a read of 1 user × 50 features, from when it was due; exceeded by one in a hundred", Target.AtMost(0.8)),
        new("read_100x50_p99_ms", "ms", "the same of 100 users × 50 features", Target.AtMost(5)),
        new("read_1x250_p99_ms", "ms", "the same of 1 user × 250 features, of five views", Target.AtMost(1.5)),
        new("read_1x50_p50_ms", "ms", "1 × 50, median"),
        new("read_100x50_p50_ms", "ms", "100 × 50, median"),
        new("read_1x250_p50_ms", "ms", "1 × 250, median"),
        new("no_read_p99_ms", "ms", "the same pace with nothing to read: how late this machine wakes a thread"),
        new("read_1x50_alloc_b", "By", "bytes allocated by a read of 1 × 50, the load's own included"),
        new("read_100x50_alloc_b", "By", "the same of 100 × 50"),
        new("hundred_reads_per_s", "{read}/s", "reads of 100 users' bytes by the store's client, eight callers"),
        new("redis_benchmark_per_s", "{read}/s", "the same bytes by redis-benchmark's MGET"),
        new("read_vs_redis_benchmark", "1", "the first over the second", Target.AtLeast(0.6)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-bench-redis-");
        try
        {
            await using var redis = await PrivateRedis.StartAsync(folder.FullName, arguments: ["--save", ""], cancel: cancel);
            // The timeout is above what any read takes here: what is late is measured, not given up.
            var options = new RedisOptions { Connection = redis.Connection, ReadTimeout = TimeSpan.FromMinutes(1) };
            run.Say("writing the users");
            await OnlineUsers.WriteAsync(options, UserActivity.Generate(Seed), cancel);
            await HundredReads.CopyAsync(redis.Connection, cancel);
            await using var store = OnlineStore.Open(options);
            await using var client = HundredReads.Ours(redis.Connection);
            var medians = await Race.RunAsync(
            [
                new ReadLoad("1 × 50", store, OnlineUsers.OneView, 1),
                new ReadLoad("100 × 50", store, OnlineUsers.OneView, 100),
                new ReadLoad("1 × 250", store, OnlineUsers.AllViews, 1),
                client,
                HundredReads.Peer(redis.Connection),
                new NoLoad(),
            ], run.Say, cancel, Rounds);
            return new Dictionary<string, double>
            {
                ["read_1x50_p99_ms"] = medians[0][ReadLoad.P99Ms],
                ["read_100x50_p99_ms"] = medians[1][ReadLoad.P99Ms],
                ["read_1x250_p99_ms"] = medians[2][ReadLoad.P99Ms],
                ["read_1x50_p50_ms"] = medians[0][ReadLoad.MedianMs],
                ["read_100x50_p50_ms"] = medians[1][ReadLoad.MedianMs],
                ["read_1x250_p50_ms"] = medians[2][ReadLoad.MedianMs],
                ["no_read_p99_ms"] = medians[5][NoLoad.P99Ms],
                ["read_1x50_alloc_b"] = medians[0][ReadLoad.AllocatedBytes],
                ["read_100x50_alloc_b"] = medians[1][ReadLoad.AllocatedBytes],
                ["hundred_reads_per_s"] = medians[3][HundredReads.PerSecond],
                ["redis_benchmark_per_s"] = medians[4][HundredReads.PerSecond],
                ["read_vs_redis_benchmark"] = medians[3][HundredReads.PerSecond] / medians[4][HundredReads.PerSecond],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
