using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann;

/// <summary>Vectors as tests need them, row after row, by their seed.</summary>
internal static class TestVectors
{
    /// <summary>Around a hundred centres, as items of categories are.</summary>
    public static float[] Clustered(int count, int dims, int seed)
    {
        const int Clusters = 100;
        // The centres are the same whatever the seed: queries come from where the rows come from.
        var centres = Gaussian(Clusters, dims, seed: 0);
        var noise = Gaussian(count, dims, seed);
        var random = new Random(seed);
        for (var row = 0; row < count; row++)
        {
            var centre = random.Next(Clusters) * dims;
            for (var column = 0; column < dims; column++) noise[row * dims + column] = centres[centre + column] + 0.5f * noise[row * dims + column];
        }
        return noise;
    }

    /// <summary>Each number from the normal distribution.</summary>
    public static float[] Gaussian(int count, int dims, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[count * dims];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }

    /// <summary>Small whole numbers: many equal distances, many equal rows.</summary>
    public static float[] Coarse(int count, int dims, Random random)
    {
        var numbers = new float[count * dims];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = random.Next(-1, 2);
        return numbers;
    }

    /// <summary>An index of vectors; the build ends with the test.</summary>
    public static HnswIndex Build(ReadOnlySpan<float> vectors, int dims, AnnMetric metric, HnswOptions? options = null) =>
        HnswBuilder.Build(vectors, dims, metric, options, TestContext.Current.CancellationToken);

    /// <summary>The nearest rows to each of some queries.</summary>
    public static List<Neighbour[]> SearchAll(IVectorIndex index, float[] queries, int k, RowSet? allowed = null)
    {
        var results = new List<Neighbour[]>();
        for (var at = 0; at < queries.Length; at += index.Dims)
        {
            var nearest = new Neighbour[k];
            var found = index.Search(queries.AsSpan(at, index.Dims), nearest, allowed);
            results.Add(nearest[..found]);
        }
        return results;
    }

    /// <summary>Which part of the exact answers' rows were found.</summary>
    public static double Recall(List<Neighbour[]> found, List<Neighbour[]> exact)
    {
        var (hits, all) = (0, 0);
        for (var i = 0; i < exact.Count; i++)
        {
            var rows = found[i].Select(neighbour => neighbour.Row).ToHashSet();
            hits += exact[i].Count(neighbour => rows.Contains(neighbour.Row));
            all += exact[i].Length;
        }
        return (double)hits / all;
    }
}
