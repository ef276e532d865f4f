using System.Diagnostics;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Scoring.Ann;

namespace SmartKart.Benchmarks.Questions.Ann;

/// <summary>Our index in the race: built on two threads, saved, opened as serving opens it, and searched query by query on one.</summary>
internal sealed class SearchRound(ItemVectors items, HnswOptions options, IReadOnlyList<int> efs) : IContestant, IDisposable
{
    private readonly Neighbour[] _found = new Neighbour[ItemVectors.QueryCount * ItemVectors.K];
    private HnswIndex? _index;
    private double _buildSeconds;

    /// <inheritdoc />
    public string Name => "smartkart";

    /// <inheritdoc />
    public Task WarmUpAsync(CancellationToken cancel)
    {
        var file = Path.Combine(items.Folder, "items.hnsw");
        var began = Stopwatch.GetTimestamp();
        using (var built = HnswBuilder.Build(items.Vectors, items.Dims, AnnMetric.Cosine, options, cancel))
        {
            _buildSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            built.Save(file);
        }
        _index = HnswIndex.Open(file);
        // The runtime promotes what is called often after a while, in the background.
        for (var round = 0; round < 20; round++) SearchAll(efs[0]);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
    {
        var numbers = new Dictionary<string, double> { [SearchCurve.BuildSeconds] = _buildSeconds };
        foreach (var ef in efs)
        {
            cancel.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            SearchAll(ef);
            numbers[SearchCurve.QueriesPerSecond(ef)] = ItemVectors.QueryCount / Stopwatch.GetElapsedTime(began).TotalSeconds;
            numbers[SearchCurve.Recall(ef)] = RecallOfFound();
        }
        return Task.FromResult<IReadOnlyDictionary<string, double>>(numbers);
    }

    public void Dispose() => _index?.Dispose();

    private void SearchAll(int ef)
    {
        for (var query = 0; query < ItemVectors.QueryCount; query++)
            _index!.Search(items.Queries.AsSpan(query * items.Dims, items.Dims), _found.AsSpan(query * ItemVectors.K, ItemVectors.K), ef);
    }

    private double RecallOfFound()
    {
        var hits = 0;
        for (var query = 0; query < ItemVectors.QueryCount; query++)
        {
            var truth = items.Truth.AsSpan(query * ItemVectors.K, ItemVectors.K);
            foreach (var neighbour in _found.AsSpan(query * ItemVectors.K, ItemVectors.K)) hits += truth.Contains(neighbour.Row) ? 1 : 0;
        }
        return (double)hits / items.Truth.Length;
    }
}
