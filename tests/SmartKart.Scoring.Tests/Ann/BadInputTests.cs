using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann;

public sealed class BadInputTests
{
    [Theory]
    [InlineData(float.NaN, "Row 2 of the vectors has NaN in column 1")]
    [InlineData(float.PositiveInfinity, "Row 2 of the vectors has Infinity in column 1")]
    [InlineData(1e20f, "Row 2 of the vectors is so long")]
    public void A_number_that_cannot_be_measured_is_named_by_its_row(float number, string message)
    {
        var vectors = new float[5 * 3];
        vectors[2 * 3 + 1] = number;
        foreach (var metric in Enum.GetValues<AnnMetric>())
        {
            Should.Throw<AnnIndexException>(() => TestVectors.Build(vectors, 3, metric)).Message.ShouldContain(message);
            Should.Throw<AnnIndexException>(() => ExactIndex.Build(vectors, 3, metric)).Message.ShouldContain(message);
        }
    }

    [Fact]
    public void An_index_of_nothing_or_of_part_of_a_row_is_refused()
    {
        Should.Throw<AnnIndexException>(() => TestVectors.Build([], 3, AnnMetric.Cosine)).Message.ShouldContain("no vectors");
        Should.Throw<AnnIndexException>(() => ExactIndex.Build([], 3, AnnMetric.Cosine)).Message.ShouldContain("no vectors");
        Should.Throw<AnnIndexException>(() => TestVectors.Build([1f, 2, 3, 4], 3, AnnMetric.Cosine))
            .Message.ShouldContain("4 numbers are not whole rows of 3");
        Should.Throw<AnnIndexException>(() => TestVectors.Build([1f], 0, AnnMetric.Cosine)).Message.ShouldContain("number of dimensions is 0");
    }

    [Fact]
    public void A_setting_out_of_its_range_is_named_with_the_range()
    {
        ShouldRefuse(new HnswOptions { M = 1 }, "M is 1. Set it to 2 to 256");
        ShouldRefuse(new HnswOptions { M = 257 }, "M is 257");
        ShouldRefuse(new HnswOptions { EfConstruction = 15 }, "EfConstruction is 15. Set it to 16");
        ShouldRefuse(new HnswOptions { EfSearch = 0 }, "EfSearch is 0");
        ShouldRefuse(new HnswOptions { Threads = 0 }, "Threads is 0");

        static void ShouldRefuse(HnswOptions options, string message) =>
            Should.Throw<AnnIndexException>(() => TestVectors.Build([1f, 2], 2, AnnMetric.Cosine, options)).Message.ShouldContain(message);
    }

    [Fact]
    public void A_request_that_does_not_fit_the_index_is_refused()
    {
        using var graph = TestVectors.Build([1f, 2, 3, 4], 2, AnnMetric.Cosine);
        using var exact = ExactIndex.Build([1f, 2, 3, 4], 2, AnnMetric.Cosine);
        foreach (var index in new IVectorIndex[] { graph, exact })
        {
            var nearest = new Neighbour[1];
            Should.Throw<AnnIndexException>(() => index.Search([1f, 2, 3], nearest)).Message.ShouldContain("3 dimensions, the index 2");
            Should.Throw<AnnIndexException>(() => index.Search([1f, 2], [])).Message.ShouldContain("less than one neighbour");
            Should.Throw<AnnIndexException>(() => index.Search([1f, float.NaN], nearest)).Message.ShouldContain("not finite");
            Should.Throw<AnnIndexException>(() => index.Search([1f, 2], nearest, new RowSet(3)))
                .Message.ShouldContain("of an index of 3 rows; this one has 2");
            index.Search([1f, 2], nearest).ShouldBe(1);
        }
        Should.Throw<AnnIndexException>(() => graph.Search([1f, 2], new Neighbour[1], ef: 0)).Message.ShouldContain("ef is 0");
        graph.Dispose();
        Should.Throw<ObjectDisposedException>(() => graph.Search([1f, 2], new Neighbour[1]));
    }
}
