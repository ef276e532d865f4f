using SmartKart.Benchmarks.Harness;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>The feature store from end to end: events into tiles, reads from Redis, training sets, and what a user costs.</summary>
public sealed class FeatureSpeed : IBenchmark
{
    private static readonly OnlineReads Reads = new();

    /// <inheritdoc />
    public string Name => "features";

    /// <inheritdoc />
    public string Description => "How fast the feature store takes events in, serves and builds training sets, and what a user costs in Redis.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } = [.. ViewUpdates.Metrics, .. Reads.Metrics, .. TrainingSets.Metrics, .. RedisBytes.Metrics];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var all = new Dictionary<string, double>();
        foreach (var part in new[] { ViewUpdates.RunAsync, Reads.RunAsync, TrainingSets.RunAsync, RedisBytes.RunAsync })
        {
            foreach (var (name, value) in await part(run, cancel)) all.Add(name, value);
        }
        return all;
    }
}
