using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Benchmarks.Questions.Broker;
using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>
/// What does a rebalance cost, while records flow at a steady rate through counts on disk, exactly once, with one standby each? Ten
/// instances join, five leave and five are killed. By the time at which the broker appended the output, per partition: the longest gap of
/// those that stayed, and how soon those that moved went on.
/// </summary>
public sealed class RebalanceGaps : IBenchmark
{
    private const int Incidents = 20;

    /// <summary>How often instances commit: Kafka Streams' interval under exactly once.</summary>
    internal static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the broker believes in a member that is silent. Kafka's is 45 s; it is the group's to set, and adds to what a kill costs.</summary>
    internal static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    /// <summary>How often members ask what is theirs. Kafka's is 5 s; a partition that moves waits for both owners' next one.</summary>
    internal static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a killed instance's transaction holds up who takes over: less than its session.</summary>
    internal static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public string Name => "rebalance";

    /// <inheritdoc />
    public string Description => "What joins, leaves and kills of instances cost the partitions that move, and those that do not.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; private set; } =
    [
        new("unmoved_gap_commit_intervals_p99", "1", "longest gap in the output of a partition that stayed, per incident, by 100 ms", Target.AtMost(2)),
        new("unmoved_gap_commit_intervals_max", "1", "the longest of all"),
        new("moved_resume_s_p50", "s", "until a partition went on that moved to a standby, as an instance joined or left", Target.AtMost(2)),
        new("moved_resume_s_max", "s", "the longest of all", Target.AtMost(2)),
        new("moved_resume_cold_s_p50", "s", "the same without a standby"),
        new("moved_resume_cold_s_max", "s", "the longest of all"),
        new("killed_resume_s_p50", "s", "after a kill, from the broker's giving the partition to a standby until it went on", Target.AtMost(2)),
        new("killed_resume_s_max", "s", "the longest of all", Target.AtMost(2)),
        new("killed_resume_cold_s_p50", "s", "the same without a standby"),
        new("killed_resume_cold_s_max", "s", "the longest of all"),
        new("killed_total_s_p50", "s", "after a kill, the whole gap; 6 s of it are the group's session timeout"),
        new("killed_total_s_max", "s", "the longest of all"),
        new("standby_hit_ratio", "1", "moved partitions that found a standby; who has just joined has none"),
        new("standby_hit_ratio_without_joins", "1", "the same of leaves and kills"),
        new("moved_count", "{partition}", "partitions that moved, of all incidents"),
        new("unmoved_count", "{partition}", "partitions that stayed, of all incidents"),
        new("incidents", "{incident}", "joins, leaves and kills"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        using var disk = BenchmarkDisk.In(run.CheckoutRoot);
        await using var server = await ServerProcess.StartAsync(cancel, ServerProgram.Broker, disk.Folder("broker"), ServerProgram.QuickGroups);
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = server.Address });
        await CreateTopicsAsync(kafka, cancel);
        await using var instances = new RebalanceRun(server.Address, disk.Folder("state"), run.Say);
        await using (var load = new SteadyLoad(kafka))
        {
            await instances.RunAsync(Incidents, cancel);
            await load.StopAsync();
        }
        var reading = new RebalanceReading(instances.Incidents, instances.Handovers, OutputTimes.Read(kafka, cancel), instances.EndMs);
        foreach (var line in reading.Lines) run.Say(line);
        return Values(reading);
    }

    private Dictionary<string, double> Values(RebalanceReading reading)
    {
        var warm = reading.MovedWarm.Count + reading.AfterKillWarm.Count;
        var moved = warm + reading.MovedCold.Count + reading.AfterKillCold.Count;
        var values = new Dictionary<string, double>
        {
            ["unmoved_gap_commit_intervals_p99"] = Quantile.Of(reading.Unmoved, 0.99) / CommitInterval.TotalSeconds,
            ["unmoved_gap_commit_intervals_max"] = Quantile.Of(reading.Unmoved, 1) / CommitInterval.TotalSeconds,
            ["standby_hit_ratio"] = (double)warm / moved,
            ["standby_hit_ratio_without_joins"] = reading.FoundStandbyWithoutJoins,
            ["moved_count"] = moved,
            ["unmoved_count"] = reading.Unmoved.Count,
            ["incidents"] = Incidents,
        };
        foreach (var (name, seconds) in new[]
        {
            ("moved_resume", reading.MovedWarm), ("moved_resume_cold", reading.MovedCold), ("killed_resume", reading.AfterKillWarm),
            ("killed_resume_cold", reading.AfterKillCold), ("killed_total", reading.AfterKillWhole),
        })
        {
            if (seconds.Count == 0)
            {
                // What never happened is not claimed.
                Metrics = [.. Metrics.Where(metric => !metric.Name.StartsWith($"{name}_s_", StringComparison.Ordinal))];
                continue;
            }
            values[$"{name}_s_p50"] = Quantile.Of(seconds, 0.5);
            values[$"{name}_s_max"] = Quantile.Of(seconds, 1);
        }
        return values;
    }


    private static async Task CreateTopicsAsync(KafkaConfiguration kafka, CancellationToken cancel)
    {
        using var admin = KafkaAdmin.Open(kafka);
        var stamped = new Dictionary<string, string> { ["message.timestamp.type"] = "LogAppendTime" };
        NewTopic[] topics =
        [
            new(RebalanceTopology.Input, RebalanceTopology.Partitions),
            new(RebalanceTopology.Output, RebalanceTopology.Partitions, Settings: stamped),
        ];
        (await admin.Topics.CreateAsync(topics, cancellation: cancel)).ThrowIfAnyFailed();
    }
}
