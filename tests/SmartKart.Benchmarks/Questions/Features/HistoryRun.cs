using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>Writes runs of history: so many events each that what a file costs by itself doesn't count.</summary>
/// <param name="name">The prefix of its numbers: <c>NAME_per_s</c> and <c>NAME_alloc_b</c>.</param>
/// <param name="connection">DuckDB, on as many threads as are to be measured.</param>
/// <param name="root">Where to.</param>
/// <param name="topicName">Whose events.</param>
/// <param name="events">Their bytes, over and over.</param>
internal sealed class HistoryRun(string name, DuckDbConnection connection, string root, string topicName, byte[][] events) : IContestant
{
    private const int Events = 100_000;

    private readonly Topic _topic = TopicCatalog.Shipped.All.Single(topic => topic.Name == topicName);

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public async Task WarmUpAsync(CancellationToken cancel)
    {
        for (var run = 0; run < 2; run++) await RoundAsync(cancel);
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var writer = EventSchemas.Shipped.Of(_topic);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var began = Stopwatch.GetTimestamp();
        using (var history = new HistoryWriter(connection, root, _topic, new ParquetWriteOptions { Overwrite = true }))
        {
            for (var i = 0; i < Events; i++) history.Append(events[i % events.Length], writer);
            history.Complete("run", cancel);
        }
        var took = Stopwatch.GetElapsedTime(began);
        return Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>
        {
            [$"{name}_per_s"] = Events / took.TotalSeconds,
            [$"{name}_alloc_b"] = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / Events,
        });
    }
}
