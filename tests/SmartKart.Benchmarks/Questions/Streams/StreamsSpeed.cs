using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.Streams;
using SmartKart.Streams.Testing;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>
/// What does a topology cost beside the client it reads and writes with? Records of 100 bytes lie in a topic of six partitions of a broker
/// in its own process, log on disk and fsync on as shipped, its groups told to settle quickly; two stream threads, two cores for all.
/// </summary>
public sealed class StreamsSpeed : IBenchmark
{
    private const int Rounds = 3, Threads = 2;

    // Less than half of what about 100,000 counts of 50 bytes take: most records are looked up on disk.
    private const long SmallCacheBytes = 2 * 1024 * 1024;

    /// <inheritdoc />
    public string Name => "streams";

    /// <inheritdoc />
    public string Description => "How fast topologies run, beside the raw batch calls of the client that they read and write with.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("raw_per_s", "{record}/s", "100-byte records consumed and produced again by batch calls, on as many threads"),
        new("raw_consume_per_s", "{record}/s", "100-byte records consumed by batch calls, on one thread"),
        new("stateless_vs_raw", "1", "a stateless topology, of what raw consume and produce reach together", Target.AtLeast(0.5)),
        new("stateless_per_s", "{record}/s", "the same in records"),
        new("count_memory_per_s", "{record}/s", "windowed count by key, store in memory, with its changelog", Target.AtLeast(500_000)),
        new("count_memory_vs_raw", "1", "the same, of what raw consume reaches", Target.AtLeast(0.35)),
        new("count_rocksdb_per_s", "{record}/s", "windowed count by key, store on disk and larger than its cache", Target.AtLeast(150_000)),
        new("eos_vs_alos", "1", "the windowed count exactly once, of what it reaches at least once; both commit every 100 ms", Target.AtLeast(0.85)),
        new("count_100ms_per_s", "{record}/s", "windowed count in memory at least once, committed every 100 ms"),
        new("alloc_b_per_record", "By", "bytes allocated by the process for each record of the windowed count", Target.AtMost(100)),
        new("driver_per_s", "{record}/s", "windowed count in the test driver, on one thread", Target.AtLeast(1_000_000)),
        new("driver_alloc_b", "By", "bytes allocated for each"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        using var disk = BenchmarkDisk.In(run.CheckoutRoot);
        await using var broker = await ServerProcess.StartAsync(cancel, ServerProgram.Broker, disk.Folder("broker"), ServerProgram.QuickGroups);
        run.Say($"producing {StreamsWorkload.Records:N0} records");
        await StreamsWorkload.ProduceAsync(broker.Address, cancel);
        TopologyRound Round(string name, Func<Action<long>, Topology> topology, StreamsOptions options) => new(name, broker.Address, topology, options, disk.Folder("state"));
        var asShipped = new StreamsOptions { Threads = Threads };
        var often = asShipped with { CommitInterval = TimeSpan.FromMilliseconds(100) };
        using var driver = new DriverCount();
        var medians = await Race.RunAsync(
            [
                new RawStreamRound(broker.Address, Threads, writes: true),
                new RawStreamRound(broker.Address, threads: 1, writes: false),
                Round("stateless", StreamsWorkload.Stateless, asShipped),
                Round("count in memory", sees => StreamsWorkload.WindowedCount(sees, inMemory: true), asShipped),
                Round("count on disk", sees => StreamsWorkload.WindowedCount(sees, inMemory: false), asShipped with { StateStoreCacheMaxBytes = SmallCacheBytes }),
                Round("count every 100 ms", sees => StreamsWorkload.WindowedCount(sees, inMemory: true), often),
                Round("count exactly once", sees => StreamsWorkload.WindowedCount(sees, inMemory: true), often with { ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2 }),
                new HotLoop("driver", driver.Count),
            ],
            run.Say, cancel, Rounds);
        var (raw, consume) = (medians[0][RawStreamRound.PerSecond], medians[1][RawStreamRound.PerSecond]);
        return new Dictionary<string, double>
        {
            ["raw_per_s"] = raw,
            ["raw_consume_per_s"] = consume,
            ["stateless_per_s"] = medians[2][TopologyRound.PerSecond],
            ["stateless_vs_raw"] = medians[2][TopologyRound.PerSecond] / raw,
            ["count_memory_per_s"] = medians[3][TopologyRound.PerSecond],
            ["count_memory_vs_raw"] = medians[3][TopologyRound.PerSecond] / consume,
            ["count_rocksdb_per_s"] = medians[4][TopologyRound.PerSecond],
            ["count_100ms_per_s"] = medians[5][TopologyRound.PerSecond],
            ["eos_vs_alos"] = medians[6][TopologyRound.PerSecond] / medians[5][TopologyRound.PerSecond],
            ["alloc_b_per_record"] = medians[3][TopologyRound.AllocatedBytes],
            ["driver_per_s"] = medians[7]["driver_per_s"],
            ["driver_alloc_b"] = medians[7]["driver_alloc_b"],
        };
    }

    /// <summary>The windowed count without a broker.</summary>
    private sealed class DriverCount : IDisposable
    {
        private const int Keys = 10_000;
        private readonly TopologyTestDriver _driver = new(StreamsWorkload.WindowedCount(_ => { }, inMemory: true));
        private readonly TestInputTopic<long, Payload> _input;
        private long _records;

        public DriverCount() => _input = _driver.CreateInputTopic<long, Payload>(StreamsWorkload.Input, valueSerde: new Payload.Serde());

        public void Count(int records)
        {
            for (var record = 0; record < records; record++, _records++) _input.PipeInput(_records % Keys, default, timestampMs: _records / 100);
        }

        public void Dispose() => _driver.Dispose();
    }
}
