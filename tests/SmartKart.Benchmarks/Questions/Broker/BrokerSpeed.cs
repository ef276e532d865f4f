using SmartKart.Benchmarks.Harness;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>
/// How fast is the broker, log on disk and fsync on as shipped, beside librdkafka's mock cluster, which keeps a few megabytes in memory?
/// Both serve the same client with the same settings, from processes of their own: keys of eight bytes, acks=all, idempotence as our
/// producer has it (on), no compression, six partitions.
/// </summary>
public sealed class BrokerSpeed : IBenchmark
{
    private const int Rounds = 5, LatencyRounds = 3;
    private const string Reopen = "reopen_10gb_s";

    /// <inheritdoc />
    public string Name => "broker";

    /// <inheritdoc />
    public string Description => "How fast the embedded broker takes and serves records, beside librdkafka's in-memory mock cluster.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; private set; } =
    [
        new("produce_100b_per_s", "{record}/s", "100-byte records produced, fsync on, until all are acknowledged", Target.AtLeast(800_000)),
        new("consume_100b_per_s", "{record}/s", "100-byte records consumed from a log longer than the client's queue", Target.AtLeast(1_000_000)),
        new("produce_100b_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
        new("consume_100b_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
        new("produce_1kb_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
        new("consume_1kb_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
        new("produce_100b_floor_vs_mock", "1", "the least that keeps a log on this disk, beside the mock cluster: below 1 the target lies beyond the disk"),
        new("produce_1kb_floor_vs_mock", "1", "the same of 1,000-byte records"),
        new("e2e_p99_ms", "ms", "from the instant a record is due until it is consumed, fsync off", Target.AtMost(8)),
        new("e2e_fsync_p99_ms", "ms", "the same, fsync on", Target.AtMost(20)),
        new("resident_mb", "MB", "the broker's memory at its peak under all of this", Target.AtMost(300)),
        new(Reopen, "s", "from starting the process until it takes clients, over 10 GB after a clean stop", Target.AtMost(2)),
        new("e2e_p50_ms", "ms", "the median, fsync off"),
        new("e2e_fsync_p50_ms", "ms", "the median, fsync on"),
        new("disk_fsync_p99_ms", "ms", "the disk alone, one small append after another"),
        new("produce_1kb_per_s", "{record}/s", "1,000-byte records produced, fsync on"),
        new("produce_100b_no_fsync_per_s", "{record}/s", "produced with fsync off: what the disk costs"),
        new("raw_produce_100b_per_s", "{record}/s", "produced by requests built beforehand, fsync on: the broker without a client's work"),
        new("raw_consume_100b_per_s", "{record}/s", "fetched and thrown away: the broker without a client's work"),
        new("produce_100b_broker_ns", "ns", "the broker's processor time for a record produced"),
        new("produce_100b_mock_ns", "ns", "the mock cluster's"),
        new("consume_100b_broker_ns", "ns", "the broker's processor time for a record consumed"),
        new("consume_100b_mock_ns", "ns", "the mock cluster's"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        using var disk = BenchmarkDisk.In(run.CheckoutRoot);
        var values = new Dictionary<string, double>();
        await using (var broker = await ServerProcess.StartAsync(cancel, ServerProgram.Broker, disk.Folder("synced"), ServerProgram.Fsync))
        await using (var withoutFsync = await ServerProcess.StartAsync(cancel, ServerProgram.Broker, disk.Folder("unsynced"), ServerProgram.NoFsync))
        {
            // First, while neither has a backlog for the disk.
            await Races.LatencyAsync(broker, withoutFsync, LatencyRounds, values, run.Say, cancel);
            values["disk_fsync_p99_ms"] = disk.FsyncP99Ms(cancel);
            await using (var mock = await ServerProcess.StartAsync(cancel, [ServerProgram.Mock, .. Races.Topics]))
            {
                await using (var floor = await ServerProcess.StartAsync(cancel, ServerProgram.Floor, disk.Folder("floor")))
                    await Races.ProduceAsync(broker, withoutFsync, floor, mock, Rounds, values, run.Say, cancel);
                await Races.ConsumeAsync(broker, mock, Rounds, values, run.Say, cancel);
            }
            await Races.RawAsync(broker, Rounds, values, run.Say, cancel);
            values["resident_mb"] = Math.Max(broker.PeakResidentBytes, withoutFsync.PeakResidentBytes) / 1e6;
        }
        await ReopenAsync(disk, values, run.Say, cancel);
        return values;
    }

    private async Task ReopenAsync(BenchmarkDisk disk, Dictionary<string, double> values, Action<string> say, CancellationToken cancel)
    {
        disk.Clear();
        if (disk.FreeBytes < Reopening.NeededBytes)
        {
            Metrics = [.. Metrics.Where(metric => metric.Name != Reopen)];      // what was not measured is not claimed
            say($"skipping {Reopen}: the disk has {disk.FreeBytes / 1e9:0} GB free, and {Reopening.NeededBytes / 1e9:0} are needed. Free some and run it again.");
            return;
        }
        values[Reopen] = await Reopening.SecondsAsync(disk.Folder("large"), say, cancel);
    }
}
