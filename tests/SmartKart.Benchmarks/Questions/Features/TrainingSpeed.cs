using SmartKart.Benchmarks.Harness;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>Training sets alone, as they are measured among the features.</summary>
public sealed class TrainingSpeed : IBenchmark
{
    /// <inheritdoc />
    public string Name => "training";

    /// <inheritdoc />
    public string Description => "How long training sets take, Parquet in to Parquet out, and how much memory.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } = TrainingSets.Metrics;

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel) => TrainingSets.RunAsync(run, cancel);
}
