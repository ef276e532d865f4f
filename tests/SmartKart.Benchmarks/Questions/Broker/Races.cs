using SmartKart.Benchmarks.Measuring;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>Producing and consuming, 100 B and 1 KB, the broker and the mock cluster in turn.</summary>
internal static class Races
{
    private const int Small = 100, Large = 1_000;
    private const string Long = "long_log", Small1 = "produced_100b", Large1 = "produced_1kb", Small2 = "consumed_100b", Large2 = "consumed_1kb";

    /// <summary>Most of what the mock cluster keeps, so that both hold the same; keys never fill the partitions quite alike.</summary>
    private const int KeptBytes = Workload.Partitions * (MockCluster.KeptBytesPerPartition / 5 * 4);

    /// <summary>A second or so of each.</summary>
    private const int SmallRecords = 1_000_000, LargeRecords = 200_000, LongRecords = 2_000_000;

    public static IReadOnlyList<string> Topics { get; } = [Small1, Large1, Small2, Large2];

    public static async Task RunAsync(ServerProcess broker, ServerProcess mock, int rounds, Dictionary<string, double> values, Action<string> say, CancellationToken cancel)
    {
        say("producing, and waiting for every acknowledgement");
        using (var small = new ProduceRound("the broker, 100 B", broker, Small1, Small, SmallRecords))
        using (var smallMock = new ProduceRound("the mock cluster, 100 B", mock, Small1, Small, SmallRecords))
        using (var large = new ProduceRound("the broker, 1 KB", broker, Large1, Large, LargeRecords))
        using (var largeMock = new ProduceRound("the mock cluster, 1 KB", mock, Large1, Large, LargeRecords))
        {
            var medians = await Race.RunAsync([small, smallMock, large, largeMock], say, cancel, rounds);
            values["produce_100b_per_s"] = medians[0][ProduceRound.PerSecond];
            values["produce_100b_vs_mock"] = medians[0][ProduceRound.PerSecond] / medians[1][ProduceRound.PerSecond];
            values["produce_1kb_vs_mock"] = medians[2][ProduceRound.PerSecond] / medians[3][ProduceRound.PerSecond];
            foreach (var m in medians) say($"  {m[ProduceRound.PerSecond]:N0} {m[ProduceRound.ServerNanoseconds]:N0} ns");
        }

        say("consuming what was produced");
        {
            var (smallKept, largeKept) = (KeptBytes / Workload.BytesOfRecord(Small), KeptBytes / Workload.BytesOfRecord(Large));
            var medians = await Race.RunAsync(
                [
                    new ConsumeRound("the broker, a long log", broker, Long, Small, LongRecords, passes: 1),
                    new ConsumeRound("the broker, 100 B", broker, Small2, Small, smallKept, SmallRecords / smallKept),
                    new ConsumeRound("the mock cluster, 100 B", mock, Small2, Small, smallKept, SmallRecords / smallKept),
                    new ConsumeRound("the broker, 1 KB", broker, Large2, Large, largeKept, LargeRecords / largeKept),
                    new ConsumeRound("the mock cluster, 1 KB", mock, Large2, Large, largeKept, LargeRecords / largeKept),
                ],
                say, cancel, rounds);
            foreach (var m in medians) say($"  {m[ConsumeRound.PerSecond]:N0} {m[ConsumeRound.ServerNanoseconds]:N0} ns");
            values["consume_100b_per_s"] = medians[0][ConsumeRound.PerSecond];
            values["consume_100b_vs_mock"] = medians[1][ConsumeRound.PerSecond] / medians[2][ConsumeRound.PerSecond];
            values["consume_1kb_vs_mock"] = medians[3][ConsumeRound.PerSecond] / medians[4][ConsumeRound.PerSecond];
        }
    }
}
