using SmartKart.Benchmarks.Harness;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>The feature store from end to end: events into tiles.</summary>
public sealed class FeatureSpeed : IBenchmark
{
    /// <inheritdoc />
    public string Name => "features";

    /// <inheritdoc />
    public string Description => "How fast the feature store takes events in.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } = ViewUpdates.Metrics;

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel) => ViewUpdates.RunAsync(run, cancel);
}
