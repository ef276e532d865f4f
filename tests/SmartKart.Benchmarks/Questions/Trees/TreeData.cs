using System.Runtime.InteropServices;
using SmartKart.Scoring.Native.XgBoost;

namespace SmartKart.Benchmarks.Questions.Trees;

/// <summary>Made-up rows of 60 features, one value in ten missing, with labels that trees of depth 6 can learn for hundreds of rounds.</summary>
internal sealed class TreeData
{
    public const int Features = 60;

    /// <summary>How models are trained here and by the peer: on one thread, so that two processes can share a machine.</summary>
    public static IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string>
    {
        ["objective"] = "binary:logistic", ["tree_method"] = "hist", ["max_depth"] = "6", ["eta"] = "0.1", ["nthread"] = "1", ["seed"] = "1",
    };

    private TreeData(float[] rows, float[] labels) => (Rows, Labels) = (rows, labels);

    /// <summary>rows × 60, row-major.</summary>
    public float[] Rows { get; }

    /// <summary>0 or 1 for each row.</summary>
    public float[] Labels { get; }

    public static TreeData Make(int count, int seed)
    {
        var random = new Random(seed);
        var (rows, labels) = (new float[count * Features], new float[count]);
        for (var row = 0; row < count; row++)
        {
            var score = random.NextDouble() - 0.5;
            for (var feature = 0; feature < Features; feature++)
            {
                var value = random.NextDouble() * 2 - 1;
                rows[row * Features + feature] = random.Next(10) == 0 ? float.NaN : (float)value;
                score += Math.Sin(value * (feature % 7 + 1)) * (feature % 5 - 2) / 8;
            }
            labels[row] = score > 0 ? 1 : 0;
        }
        return new TreeData(rows, labels);
    }

    /// <summary>Trains a model from the rows in memory to a model in memory.</summary>
    public byte[] Train(int rounds)
    {
        using var matrix = XgBoostMatrix.FromRows(Rows, Features, threads: 1);
        matrix.SetLabels(Labels);
        using var booster = XgBoostBooster.Create(Parameters, matrix);
        for (var round = 0; round < rounds; round++) booster.Update(round, matrix);
        return booster.ToModel();
    }

    /// <summary>Writes labels, then rows, as floats one after another.</summary>
    public void Write(string path)
    {
        using var file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes<float>(Labels));
        file.Write(MemoryMarshal.AsBytes<float>(Rows));
    }
}
