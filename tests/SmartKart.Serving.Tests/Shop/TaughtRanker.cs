using SmartKart.Scoring.Native.XgBoost;
using SmartKart.Scoring.Ranking;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>A ranker that was taught to put what sells first, whatever else its rows hold.</summary>
internal static class TaughtRanker
{
    private const int Rows = 4_000, Rounds = 30;

    /// <summary>The trees of a ranker whose score is the value of one of its columns.</summary>
    public static (RankerInputs Inputs, byte[] Trees) By(string column, RankerInputs inputs)
    {
        var (random, columns) = (new Random(1), inputs.Columns.Count);
        var by = inputs.Columns.ToList().IndexOf(column);
        var (values, labels) = (new float[Rows * columns], new float[Rows]);
        for (var at = 0; at < values.Length; at++) values[at] = random.Next(10) == 0 ? float.NaN : random.Next(8);
        for (var row = 0; row < Rows; row++) labels[row] = float.IsNaN(values[row * columns + by]) ? 0 : values[row * columns + by];
        using var matrix = XgBoostMatrix.FromRows(values, columns, threads: 1);
        matrix.SetLabels(labels);
        using var booster = XgBoostBooster.Create([new("max_depth", "3"), new("nthread", "1"), new("seed", "1")], matrix);
        for (var round = 0; round < Rounds; round++) booster.Update(round, matrix);
        booster.SetFeatureNames(inputs.Columns);
        return (inputs, booster.ToModel());
    }
}
