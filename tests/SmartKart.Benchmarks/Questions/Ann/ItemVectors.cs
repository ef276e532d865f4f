using System.Runtime.InteropServices;
using SmartKart.Scoring.Ann;

namespace SmartKart.Benchmarks.Questions.Ann;

/// <summary>
/// Vectors as a recommender's items have them, by their seed: a mixture of normal distributions. There are 500 clusters, as of categories, of
/// which the n-th has 1/√n of the first one's items; dimension d is weighed by (1 + d/8)^−½, as factors are by what they explain; within a
/// cluster items spread as far as centres do. All are brought to length 1. Queries are further draws, exact answers by <see cref="ExactIndex"/>.
/// </summary>
internal sealed class ItemVectors : IDisposable
{
    public const int Rows = 50_000, QueryCount = 2_000, K = 10;

    private const int Clusters = 500;

    private readonly string _folder = Directory.CreateTempSubdirectory("ann-benchmark-").FullName;

    public ItemVectors(int dims, int seed)
    {
        Dims = dims;
        var random = new Random(seed);
        var centres = new float[Clusters * dims];
        for (var i = 0; i < centres.Length; i++) centres[i] = Normal(random);
        var chances = new double[Clusters];
        for (var cluster = 0; cluster < Clusters; cluster++) chances[cluster] = (cluster > 0 ? chances[cluster - 1] : 0) + 1 / Math.Sqrt(cluster + 1);
        Vectors = Draw(Rows, centres, chances, random);
        Queries = Draw(QueryCount, centres, chances, random);
        Truth = Answers();
        File.WriteAllBytes(Path.Combine(_folder, "vectors.f32"), MemoryMarshal.AsBytes<float>(Vectors));
        File.WriteAllBytes(Path.Combine(_folder, "queries.f32"), MemoryMarshal.AsBytes<float>(Queries));
        File.WriteAllBytes(Path.Combine(_folder, "truth.i32"), MemoryMarshal.AsBytes<int>(Truth));
    }

    /// <summary>Where peers read them: vectors.f32, queries.f32 and truth.i32, row after row.</summary>
    public string Folder => _folder;

    public int Dims { get; }

    public float[] Vectors { get; }

    public float[] Queries { get; }

    /// <summary>The <see cref="K"/> nearest rows of each query.</summary>
    public int[] Truth { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private float[] Draw(int count, float[] centres, double[] chances, Random random)
    {
        var vectors = new float[count * Dims];
        for (var row = 0; row < count; row++)
        {
            var cluster = Array.BinarySearch(chances, random.NextDouble() * chances[^1]);
            var centre = (cluster < 0 ? ~cluster : cluster) * Dims;
            var vector = vectors.AsSpan(row * Dims, Dims);
            double squares = 0;
            for (var d = 0; d < Dims; d++)
            {
                vector[d] = (centres[centre + d] + Normal(random)) / MathF.Sqrt(1 + d / 8f);
                squares += vector[d] * vector[d];
            }
            foreach (ref var number in vector) number /= (float)Math.Sqrt(squares);
        }
        return vectors;
    }

    private int[] Answers()
    {
        using var exact = ExactIndex.Build(Vectors, Dims, AnnMetric.Cosine);
        var truth = new int[QueryCount * K];
        var nearest = new Neighbour[K];
        for (var query = 0; query < QueryCount; query++)
        {
            exact.Search(Queries.AsSpan(query * Dims, Dims), nearest);
            for (var i = 0; i < K; i++) truth[query * K + i] = nearest[i].Row;
        }
        return truth;
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
