using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Tests.Ann.Graph;

public sealed class BuildTests
{
    private const int Rows = 6_000, Dims = 24;

    private static readonly float[] Vectors = TestVectors.Clustered(Rows, Dims, seed: 1);

    [Fact]
    public void On_one_thread_the_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        using var folder = new TestFolder();
        var bytes = new[] { 1, 1, 2 }.Select((seed, at) =>
        {
            using var index = TestVectors.Build(Vectors, Dims, AnnMetric.Cosine, new HnswOptions { Seed = seed, Threads = 1 });
            index.Save(folder.File($"{at}"));
            return File.ReadAllBytes(folder.File($"{at}"));
        }).ToList();
        bytes[1].AsSpan().SequenceEqual(bytes[0]).ShouldBeTrue();
        bytes[2].AsSpan().SequenceEqual(bytes[0]).ShouldBeFalse();
    }

    [Fact]
    public void Many_threads_build_an_index_that_finds_as_much_as_that_of_one()
    {
        var queries = TestVectors.Clustered(300, Dims, seed: 2);
        using var exact = ExactIndex.Build(Vectors, Dims, AnnMetric.Cosine);
        var truth = TestVectors.SearchAll(exact, queries, 10);
        var recalls = new[] { 1, 8 }.Select(threads =>
        {
            using var index = TestVectors.Build(Vectors, Dims, AnnMetric.Cosine, new HnswOptions { Threads = threads, EfSearch = 30 });
            return TestVectors.Recall(TestVectors.SearchAll(index, queries, 10), truth);
        }).ToList();
        recalls[1].ShouldBe(recalls[0], tolerance: 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Links_of_the_lowest_layer_lead_from_the_entry_to_every_row(int threads)
    {
        float[] vectors = [.. Vectors, .. new float[500 * Dims], .. Vectors.AsSpan(0, 500 * Dims)];
        foreach (var metric in Enum.GetValues<AnnMetric>())
        {
            using var index = TestVectors.Build(vectors, Dims, metric, new HnswOptions { Threads = threads, M = 6, EfConstruction = 40 });
            LinkCheck.Fault(index.Graph).ShouldBeNull();
            new Reachability<DotTerm>(index.Graph, ef: 1).CountUnreached().ShouldBe(0);
        }
    }

    [Fact]
    public void Layers_thin_out_by_M_and_all_rows_have_links()
    {
        using var index = TestVectors.Build(Vectors, Dims, AnnMetric.SquaredEuclidean, new HnswOptions { Threads = 2 });
        var upper = Enumerable.Range(0, Rows).Count(row => index.Graph.LayerOf(row) >= 1);
        ((double)upper / Rows).ShouldBe(1.0 / 16, tolerance: 0.02);
        index.Graph.LayerOf(index.Graph.EntryRow).ShouldBe(index.Graph.LayerMax);
    }

    [Fact]
    public void A_build_that_is_cancelled_ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() => HnswBuilder.Build(Vectors, Dims, AnnMetric.Cosine, cancel: cancelled.Token).Dispose());
    }
}
