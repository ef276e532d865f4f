using System.Runtime.InteropServices;
using SmartKart.Training.DeepFm;

namespace SmartKart.Benchmarks.Questions.DeepFm;

/// <summary>
/// Examples in the shape of Criteo's display advertising data (Kaggle, 2014): as many ids a field as its 26 categorical ones have, those with more than
/// 100,000 hashed into as many. An id's chance falls with its rank as 1 / rank, as words' and products' about do (Zipf). Labels follow hidden weights
/// of the ids, so that there is something to learn.
/// </summary>
internal static class SkewedExamples
{
    private const int HashedInto = 100_000;

    private static readonly int[] CriteoSizes =
    [
        1460, 583, 10131227, 2202608, 305, 24, 12517, 633, 3, 93145, 5683, 8351593, 3194, 27, 14992, 5461306, 10, 5652, 2173, 4, 7046547, 18, 15, 286181, 105,
        142572,
    ];

    public static CategoricalData Make(int rows, int seed)
    {
        var sizes = Array.ConvertAll(CriteoSizes, size => Math.Min(size, HashedInto));
        var random = new Random(seed);
        var weights = Array.ConvertAll(sizes, size => Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5).ToArray());
        var (ids, labels) = (new int[rows * sizes.Length], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var score = -1.0;       // about a quarter are ones, as there
            for (var field = 0; field < sizes.Length; field++)
            {
                // size^u is log-uniform from 1 to size: its whole part is rank r with a chance of about 1 / r.
                var id = Math.Min((int)Math.Pow(sizes[field], random.NextDouble()), sizes[field]) - 1;
                ids[row * sizes.Length + field] = id;
                score += weights[field][id];
            }
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-score)) ? 1 : 0;
        }
        return new CategoricalData(sizes, ids, labels);
    }

    /// <summary>Writes them for another program: sizes.txt, ids.i32 (rows × fields) and labels.f32.</summary>
    public static void Write(CategoricalData examples, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "sizes.txt"), string.Join(' ', examples.FieldSizes));
        File.WriteAllBytes(Path.Combine(folder, "ids.i32"), MemoryMarshal.AsBytes(examples.Ids.AsSpan()));
        File.WriteAllBytes(Path.Combine(folder, "labels.f32"), MemoryMarshal.AsBytes(examples.Labels.AsSpan()));
    }
}
