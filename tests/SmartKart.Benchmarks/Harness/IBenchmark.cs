namespace SmartKart.Benchmarks.Harness;

/// <summary>One question about speed or cost, answered in numbers that were declared beforehand.</summary>
public interface IBenchmark
{
    /// <summary>As it is typed: <c>bench NAME</c>.</summary>
    string Name { get; }

    /// <summary>The question, in one line.</summary>
    string Description { get; }

    /// <summary>Every number that <see cref="RunAsync"/> returns, and no other.</summary>
    IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Measures. Seconds to a few minutes.</summary>
    /// <returns>A value for each of <see cref="Metrics"/>, by its name.</returns>
    Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel);
}

/// <summary>What a benchmark may use while it runs.</summary>
/// <param name="CheckoutRoot">The folder with <c>SmartKart.sln</c>.</param>
/// <param name="Say">Says on stderr how far it is.</param>
public sealed record BenchmarkRun(string CheckoutRoot, Action<string> Say);
