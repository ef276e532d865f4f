using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann;

public sealed class SmallIndexTests
{
    public static TheoryData<AnnMetric> Metrics => [AnnMetric.InnerProduct, AnnMetric.Cosine, AnnMetric.SquaredEuclidean];

    [Theory, MemberData(nameof(Metrics))]
    public void With_an_ef_of_all_rows_a_search_is_exact_whatever_the_vectors(AnnMetric metric)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var (count, dims, k) = (1 + random.Next(120), 1 + random.Next(5), 1 + random.Next(20));
            var vectors = TestVectors.Coarse(count, dims, random);
            var options = new HnswOptions { M = 2 + random.Next(6), EfConstruction = 8 + random.Next(20), EfSearch = count, Seed = seed, Threads = 1 };
            using var exact = ExactIndex.Build(vectors, dims, metric);
            using var index = TestVectors.Build(vectors, dims, metric, options);
            var queries = TestVectors.Coarse(10, dims, random);
            var (found, truth) = (TestVectors.SearchAll(index, queries, k), TestVectors.SearchAll(exact, queries, k));
            for (var i = 0; i < truth.Count; i++) found[i].ShouldBe(truth[i], $"seed {seed}, query {i}");
        }
    }

    [Theory, MemberData(nameof(Metrics))]
    public void More_neighbours_than_rows_gives_every_row(AnnMetric metric)
    {
        var vectors = TestVectors.Gaussian(30, 4, seed: 1);
        using var index = TestVectors.Build(vectors, 4, metric);
        var nearest = new Neighbour[100];
        index.Search(vectors.AsSpan(0, 4), nearest).ShouldBe(30);
        nearest[..30].Select(neighbour => neighbour.Row).Order().ShouldBe(Enumerable.Range(0, 30));
        nearest[..30].Select(neighbour => neighbour.Distance).ShouldBeInOrder();
    }

    [Theory, MemberData(nameof(Metrics))]
    public void One_vector_is_an_index(AnnMetric metric)
    {
        using var index = TestVectors.Build([1f, 2, 3], 3, metric);
        var nearest = new Neighbour[3];
        index.Search([1f, 2, 3], nearest).ShouldBe(1);
        nearest[0].Row.ShouldBe(0);
        nearest[0].Distance.ShouldBe(metric == AnnMetric.InnerProduct ? -14 : 0, tolerance: 1e-6);
    }

    [Theory, MemberData(nameof(Metrics))]
    public void Of_equal_vectors_as_many_are_found_as_are_asked_for(AnnMetric metric)
    {
        var vectors = Enumerable.Repeat(new[] { 1f, -2, 0.5f }, 2_000).SelectMany(row => row).ToArray();
        using var index = TestVectors.Build(vectors, 3, metric);
        var nearest = new Neighbour[500];
        index.Search([1f, -2, 0.5f], nearest).ShouldBe(500);
        nearest.Select(neighbour => neighbour.Row).ShouldBeUnique();
        nearest.Select(neighbour => neighbour.Distance).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Many_equal_vectors_do_not_hide_the_others()
    {
        const int Dims = 16, Equal = 2_000;
        var others = TestVectors.Clustered(3_000, Dims, seed: 1);
        float[] vectors = [.. new float[Equal * Dims], .. others];
        var queries = TestVectors.Clustered(200, Dims, seed: 2);
        using var exact = ExactIndex.Build(vectors, Dims, AnnMetric.SquaredEuclidean);
        using var index = TestVectors.Build(vectors, Dims, AnnMetric.SquaredEuclidean);
        TestVectors.Recall(TestVectors.SearchAll(index, queries, 10), TestVectors.SearchAll(exact, queries, 10)).ShouldBeGreaterThan(0.98);
    }

    [Fact]
    public void A_vector_without_a_direction_is_at_cosine_distance_one_of_all()
    {
        using var index = TestVectors.Build([0f, 0, 3, 4, -3, -4], 2, AnnMetric.Cosine);
        var nearest = new Neighbour[3];
        index.Search([6f, 8], nearest).ShouldBe(3);
        nearest.Select(neighbour => neighbour.Row).ShouldBe([1, 0, 2]);
        nearest[0].Distance.ShouldBe(0, tolerance: 1e-6);
        nearest[1].Distance.ShouldBe(1);
        nearest[2].Distance.ShouldBe(2, tolerance: 1e-6);
        index.Search([0f, 0], nearest).ShouldBe(3);
        nearest.ShouldAllBe(neighbour => neighbour.Distance == 1);
    }

    [Theory, MemberData(nameof(Metrics))]
    public void Distances_are_those_of_the_definition(AnnMetric metric)
    {
        const int Dims = 37;
        var vectors = TestVectors.Gaussian(50, Dims, seed: 7);
        var query = TestVectors.Gaussian(1, Dims, seed: 8);
        using var exact = ExactIndex.Build(vectors, Dims, metric);
        var nearest = new Neighbour[50];
        exact.Search(query, nearest).ShouldBe(50);
        foreach (var (row, distance) in nearest)
            ((double)distance).ShouldBe(NaiveDistance.Of(metric, query, vectors.AsSpan(row * Dims, Dims)), tolerance: 1e-4);
        nearest.Select(neighbour => neighbour.Distance).ShouldBeInOrder();
    }
}
