using SmartKart.Benchmarks.Measuring;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>What is raced: the broker, fsync on as shipped, and the mock cluster, in turn.</summary>
internal static class Races
{
    private const int Small = 100, Large = 1_000;
    private const string ProducedSmall = "produced_100b", ProducedLarge = "produced_1kb", ConsumedSmall = "consumed_100b", ConsumedLarge = "consumed_1kb";

    /// <summary>Most of what the mock cluster keeps, so that both hold the same; keys never fill the partitions quite alike.</summary>
    private const int KeptBytes = Workload.Partitions * (MockCluster.KeptBytesPerPartition / 5 * 4);

    // About a second each on two quiet cores.
    private const int SmallRecords = 600_000, LargeRecords = 120_000, LongRecords = 1_000_000;
    private const int RawBatches = 240;

    /// <summary>The topics that the mock cluster must have; the broker makes its own.</summary>
    public static IReadOnlyList<string> Topics { get; } = [ProducedSmall, ProducedLarge, ConsumedSmall, ConsumedLarge];

    public static async Task ProduceAsync(ServerProcess broker, ServerProcess withoutFsync, ServerProcess floor, ServerProcess mock, int rounds, Dictionary<string, double> values, Action<string> say, CancellationToken cancel)
    {
        say("producing, until every record is acknowledged");
        using var small = new ProduceRound("the broker, 100 B", broker, ProducedSmall, Small, SmallRecords);
        using var smallMock = new ProduceRound("the mock cluster, 100 B", mock, ProducedSmall, Small, SmallRecords);
        using var smallUnsynced = new ProduceRound("the broker without fsync, 100 B", withoutFsync, ProducedSmall, Small, SmallRecords);
        using var large = new ProduceRound("the broker, 1 KB", broker, ProducedLarge, Large, LargeRecords);
        using var largeMock = new ProduceRound("the mock cluster, 1 KB", mock, ProducedLarge, Large, LargeRecords);
        using var smallFloor = new ProduceRound("the least that keeps a log, 100 B", floor, ProducedSmall, Small, SmallRecords);
        using var largeFloor = new ProduceRound("the least that keeps a log, 1 KB", floor, ProducedLarge, Large, LargeRecords);
        var medians = await Race.RunAsync([small, smallMock, smallUnsynced, large, largeMock, smallFloor, largeFloor], say, cancel, rounds);
        var perSecond = medians.Select(median => median[ProduceRound.PerSecond]).ToList();
        values["produce_100b_per_s"] = perSecond[0];
        values["produce_100b_no_fsync_per_s"] = perSecond[2];
        values["produce_100b_vs_mock"] = perSecond[0] / perSecond[1];
        values["produce_1kb_per_s"] = perSecond[3];
        values["produce_1kb_vs_mock"] = perSecond[3] / perSecond[4];
        values["produce_100b_floor_vs_mock"] = perSecond[5] / perSecond[1];
        values["produce_1kb_floor_vs_mock"] = perSecond[6] / perSecond[4];
        values["produce_100b_broker_ns"] = medians[0][ProduceRound.ServerNanoseconds];
        values["produce_100b_mock_ns"] = medians[1][ProduceRound.ServerNanoseconds];
    }

    public static async Task ConsumeAsync(ServerProcess broker, ServerProcess mock, int rounds, Dictionary<string, double> values, Action<string> say, CancellationToken cancel)
    {
        say("consuming what lies there");
        var (smallKept, largeKept) = (KeptBytes / Workload.BytesOfRecord(Small), KeptBytes / Workload.BytesOfRecord(Large));
        var (smallPasses, largePasses) = (SmallRecords / smallKept + 1, LargeRecords / largeKept + 1);
        var medians = await Race.RunAsync(
            [
                new ConsumeRound("the broker, a long log", broker, "long_log", Small, LongRecords, passes: 1),
                new ConsumeRound("the broker, 100 B", broker, ConsumedSmall, Small, smallKept, smallPasses),
                new ConsumeRound("the mock cluster, 100 B", mock, ConsumedSmall, Small, smallKept, smallPasses),
                new ConsumeRound("the broker, 1 KB", broker, ConsumedLarge, Large, largeKept, largePasses),
                new ConsumeRound("the mock cluster, 1 KB", mock, ConsumedLarge, Large, largeKept, largePasses),
            ],
            say, cancel, rounds);
        var perSecond = medians.Select(median => median[ConsumeRound.PerSecond]).ToList();
        values["consume_100b_per_s"] = perSecond[0];
        values["consume_100b_vs_mock"] = perSecond[1] / perSecond[2];
        values["consume_1kb_vs_mock"] = perSecond[3] / perSecond[4];
        values["consume_100b_broker_ns"] = medians[1][ConsumeRound.ServerNanoseconds];
        values["consume_100b_mock_ns"] = medians[2][ConsumeRound.ServerNanoseconds];
    }

    /// <summary>The broker alone: no client works beside it.</summary>
    public static async Task RawAsync(ServerProcess broker, int rounds, Dictionary<string, double> values, Action<string> say, CancellationToken cancel)
    {
        say("what the broker alone can do");
        using var small = new RawRound("requests of 100-B records", broker, "raw_100b", Small, RawBatches);
        var medians = await Race.RunAsync([small], say, cancel, rounds);
        values["raw_produce_100b_per_s"] = medians[0][RawRound.ProducedPerSecond];
        values["raw_consume_100b_per_s"] = medians[0][RawRound.ConsumedPerSecond];
    }

    public static async Task LatencyAsync(ServerProcess broker, ServerProcess withoutFsync, int rounds, Dictionary<string, double> values, Action<string> say, CancellationToken cancel)
    {
        say("end to end, 5,000 records a second");
        using var unsynced = new LatencyRound("without fsync", withoutFsync, "latency");
        using var synced = new LatencyRound("with fsync", broker, "latency");
        var medians = await Race.RunAsync([unsynced, synced], say, cancel, rounds);
        values["e2e_p50_ms"] = medians[0][LatencyRound.MedianMs];
        values["e2e_p99_ms"] = medians[0][LatencyRound.P99Ms];
        values["e2e_fsync_p50_ms"] = medians[1][LatencyRound.MedianMs];
        values["e2e_fsync_p99_ms"] = medians[1][LatencyRound.P99Ms];
    }
}
