using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Questions.Recommenders.Sessions;

namespace SmartKart.Benchmarks.Questions.Recommenders;

/// <summary>
/// Are our models as good as their papers, and as published tables of the same data? Each is trained on a public set's training part, and judged by its test
/// part, by the protocol of the tables. Where parameters are from is said beside them.
/// </summary>
public sealed class RecommenderTables : IBenchmark
{
    /// <inheritdoc />
    public string Name => "recommenders";

    /// <inheritdoc />
    public string Description => "How good recommenders are on public data sets, beside published figures; a quarter of an hour.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } = [.. InteractionTable.All.SelectMany(table => table.Metrics), .. SessionTables.Metrics];

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var data = Path.GetFullPath(Path.Combine(run.CheckoutRoot, "..", "shared", "data"));
        var values = new Dictionary<string, double>(SessionTables.Run(data, run.Say, cancel));
        foreach (var table in InteractionTable.All) table.Run(data, values, run.Say, cancel);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(values);
    }
}
