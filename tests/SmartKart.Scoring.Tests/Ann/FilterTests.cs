using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann;

public sealed class FilterTests
{
    private const int Rows = 5_000, Dims = 16;

    private static readonly float[] Vectors = TestVectors.Clustered(Rows, Dims, seed: 1);
    private static readonly float[] Queries = TestVectors.Clustered(100, Dims, seed: 2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(1_000)]
    [InlineData(3_000)]
    [InlineData(4_500)]
    [InlineData(Rows)]
    public void Only_allowed_rows_are_found_and_nearly_all_of_the_nearest(int allowedRows)
    {
        using var exact = ExactIndex.Build(Vectors, Dims, AnnMetric.Cosine);
        using var index = TestVectors.Build(Vectors, Dims, AnnMetric.Cosine, new HnswOptions { EfSearch = 40 });
        var allowed = new RowSet(Rows);
        foreach (var row in Shuffled().Take(allowedRows)) allowed.Add(row);
        var (found, truth) = (TestVectors.SearchAll(index, Queries, 10, allowed), TestVectors.SearchAll(exact, Queries, 10, allowed));
        found.ShouldAllBe(rows => rows.Length == Math.Min(10, allowedRows) && rows.All(neighbour => allowed.Contains(neighbour.Row)));
        if (allowedRows > 0) TestVectors.Recall(found, truth).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void A_cluster_of_its_own_is_found_from_anywhere()
    {
        using var index = TestVectors.Build(Vectors, Dims, AnnMetric.Cosine, new HnswOptions { EfSearch = 10 });
        // More than a scan would be chosen for, and all far from the query.
        var query = Vectors.AsSpan(0, Dims);
        var far = new Neighbour[Rows];
        using (var exact = ExactIndex.Build(Vectors, Dims, AnnMetric.Cosine)) exact.Search(query, far);
        var allowed = new RowSet(Rows);
        foreach (var neighbour in far[^1_000..]) allowed.Add(neighbour.Row);
        var nearest = new Neighbour[10];
        index.Search(query, nearest, allowed).ShouldBe(10);
        nearest.ShouldAllBe(neighbour => allowed.Contains(neighbour.Row));
    }

    private static int[] Shuffled()
    {
        var rows = Enumerable.Range(0, Rows).ToArray();
        new Random(3).Shuffle(rows);
        return rows;
    }

    [Fact]
    public void A_set_of_rows_counts_what_it_holds()
    {
        var rows = new RowSet(130);
        rows.Count.ShouldBe(0);
        rows.AddAll();
        rows.Count.ShouldBe(130);
        rows.Remove(129);
        rows.Remove(0);
        rows.Remove(0);
        rows.Count.ShouldBe(128);
        rows.Contains(129).ShouldBeFalse();
        rows.Contains(128).ShouldBeTrue();
        rows.Clear();
        rows.Add(64);
        rows.Count.ShouldBe(1);
        Should.Throw<ArgumentOutOfRangeException>(() => rows.Add(130));
        Should.Throw<ArgumentOutOfRangeException>(() => rows.Remove(-1));
    }
}
