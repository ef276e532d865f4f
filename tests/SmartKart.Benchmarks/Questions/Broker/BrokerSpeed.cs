using SmartKart.Benchmarks.Harness;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>
/// How fast is the broker, log on disk and fsync on as shipped, beside librdkafka's mock cluster, which keeps a few megabytes in memory?
/// Both serve the same client with the same settings, from processes of their own.
/// </summary>
public sealed class BrokerSpeed : IBenchmark
{
    private const int Rounds = 5;

    /// <inheritdoc />
    public string Name => "broker";

    /// <inheritdoc />
    public string Description => "How fast the embedded broker takes and serves records, beside librdkafka's in-memory mock cluster.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("produce_100b_per_s", "{record}/s", "100-byte records produced and acknowledged by acks=all", Target.AtLeast(800_000)),
        new("consume_100b_per_s", "{record}/s", "100-byte records consumed from a log longer than any buffer", Target.AtLeast(1_000_000)),
        new("produce_100b_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
        new("consume_100b_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
        new("produce_1kb_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
        new("consume_1kb_vs_mock", "1", "times as fast as the mock cluster", Target.AtLeast(1)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        using var disk = BenchmarkDisk.In(run.CheckoutRoot);
        var values = new Dictionary<string, double>();
        await using (var broker = await ServerProcess.StartAsync(cancel, ServerProgram.Broker, disk.Folder("log"), ServerProgram.Fsync))
        await using (var mock = await ServerProcess.StartAsync(cancel, [ServerProgram.Mock, .. Races.Topics]))
        {
            await Races.RunAsync(broker, mock, Rounds, values, run.Say, cancel);
        }
        return values;
    }
}
