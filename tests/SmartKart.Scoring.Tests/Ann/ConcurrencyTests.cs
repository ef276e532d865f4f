using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann;

public sealed class ConcurrencyTests
{
    private const int Rows = 4_000, Dims = 24;

    private static readonly float[] Vectors = TestVectors.Clustered(Rows, Dims, seed: 1);
    private static readonly float[] Queries = TestVectors.Clustered(500, Dims, seed: 2);

    [Fact]
    public void Searches_at_the_same_time_find_what_they_find_one_after_another()
    {
        using var index = TestVectors.Build(Vectors, Dims, AnnMetric.Cosine);
        var alone = TestVectors.SearchAll(index, Queries, 10);
        var together = new List<Neighbour[]>[8];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = together.Length }, thread =>
            together[thread] = TestVectors.SearchAll(index, Queries, 10));
        foreach (var results in together)
        {
            for (var i = 0; i < alone.Count; i++) results[i].ShouldBe(alone[i]);
        }
    }

    [Fact]
    public void A_warm_search_allocates_nothing()
    {
        using var index = TestVectors.Build(Vectors, Dims, AnnMetric.InnerProduct);
        using var exact = ExactIndex.Build(Vectors, Dims, AnnMetric.InnerProduct);
        var allowed = new RowSet(Rows);
        for (var row = 0; row < Rows; row += 2) allowed.Add(row);
        for (var row = 0; row < Rows; row += 3) allowed.Add(row);
        var nearest = new Neighbour[10];
        SearchAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        SearchAll();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void SearchAll()
        {
            for (var at = 0; at < Queries.Length; at += Dims)
            {
                var query = Queries.AsSpan(at, Dims);
                index.Search(query, nearest);
                index.Search(query, nearest, ef: 20);
                index.Search(query, nearest, ef: 10, allowed);
                exact.Search(query, nearest);
            }
        }
    }

    [Fact]
    public async Task A_search_under_way_ends_well_while_the_index_is_disposed_of()
    {
        for (var round = 0; round < 20; round++)
        {
            var index = TestVectors.Build(Vectors.AsSpan(0, 500 * Dims), Dims, AnnMetric.Cosine, new HnswOptions { Threads = 1, EfConstruction = 20 });
            var begun = new TaskCompletionSource();
            var searching = Task.Run(() =>
            {
                var nearest = new Neighbour[10];
                while (true)
                {
                    index.Search(Queries.AsSpan(0, Dims), nearest).ShouldBe(10);
                    begun.TrySetResult();
                }
            }, TestContext.Current.CancellationToken);
            await begun.Task;
            index.Dispose();
            await Should.ThrowAsync<ObjectDisposedException>(searching);
        }
    }
}
