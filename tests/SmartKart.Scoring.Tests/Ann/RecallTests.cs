using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann;

public sealed class RecallTests
{
    private const int Rows = 5_000, Dims = 32, Queries = 300, K = 10;

    [Theory]
    [InlineData(AnnMetric.InnerProduct)]
    [InlineData(AnnMetric.Cosine)]
    [InlineData(AnnMetric.SquaredEuclidean)]
    public void Of_clustered_vectors_the_defaults_find_98_in_100(AnnMetric metric) =>
        RecallOf(TestVectors.Clustered(Rows, Dims, seed: 1), TestVectors.Clustered(Queries, Dims, seed: 2), metric).ShouldBeGreaterThanOrEqualTo(0.98);

    [Theory]
    [InlineData(AnnMetric.InnerProduct)]
    [InlineData(AnnMetric.Cosine)]
    [InlineData(AnnMetric.SquaredEuclidean)]
    public void Of_vectors_without_any_order_the_defaults_find_95_in_100(AnnMetric metric) =>
        RecallOf(TestVectors.Gaussian(Rows, Dims, seed: 3), TestVectors.Gaussian(Queries, Dims, seed: 4), metric).ShouldBeGreaterThanOrEqualTo(0.95);

    [Fact]
    public void Rows_sorted_by_cluster_are_found_as_well_as_shuffled_ones()
    {
        var vectors = TestVectors.Clustered(Rows, Dims, seed: 1);
        var sorted = vectors.Chunk(Dims).OrderBy(row => row[0]).ThenBy(row => row[1]).SelectMany(row => row).ToArray();
        RecallOf(sorted, TestVectors.Clustered(Queries, Dims, seed: 2), AnnMetric.Cosine).ShouldBeGreaterThanOrEqualTo(0.98);
    }

    [Fact]
    public void A_greater_ef_finds_no_less()
    {
        var vectors = TestVectors.Gaussian(Rows, Dims, seed: 5);
        var queries = TestVectors.Gaussian(Queries, Dims, seed: 6);
        using var exact = ExactIndex.Build(vectors, Dims, AnnMetric.SquaredEuclidean);
        using var index = TestVectors.Build(vectors, Dims, AnnMetric.SquaredEuclidean);
        var truth = TestVectors.SearchAll(exact, queries, K);
        var recalls = new[] { 10, 40, 160, 640 }.Select(ef =>
        {
            var nearest = new Neighbour[K];
            var found = queries.Chunk(Dims).Select(query => nearest[..index.Search(query, nearest, ef)]).ToList();
            return TestVectors.Recall(found, truth);
        }).ToList();
        recalls.ShouldBeInOrder();
        recalls[^1].ShouldBeGreaterThan(0.995);
    }

    private static double RecallOf(float[] vectors, float[] queries, AnnMetric metric)
    {
        using var exact = ExactIndex.Build(vectors, Dims, metric);
        using var index = TestVectors.Build(vectors, Dims, metric);
        return TestVectors.Recall(TestVectors.SearchAll(index, queries, K), TestVectors.SearchAll(exact, queries, K));
    }
}
