using SmartKart.Training.DeepFm;

namespace SmartKart.Training.Tests.DeepFm;

/// <summary>Made-up examples, by seed.</summary>
internal static class Examples
{
    /// <summary>Ids at random; the label depends on a pair of fields that neither tells alone, with some noise.</summary>
    public static CategoricalData Of(int rows, int[] sizes, int seed, double noise = 0)
    {
        var random = new Random(seed);
        var (ids, labels) = (new int[rows * sizes.Length], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            for (var field = 0; field < sizes.Length; field++) ids[row * sizes.Length + field] = random.Next(sizes[field]);
            var isOne = (ids[row * sizes.Length] + ids[row * sizes.Length + 1]) % 2 == 0;
            labels[row] = isOne ^ random.NextDouble() < noise ? 1 : 0;
        }
        return new CategoricalData(sizes, ids, labels);
    }
}
