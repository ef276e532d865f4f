using SmartKart.Scoring.Native.XgBoost;
using SmartKart.Scoring.Trees;
using SmartKart.Scoring.Trees.Model;

namespace SmartKart.Scoring.Tests.Trees;

/// <summary>A model that XGBoost trained for a test, and rows at which a walker could go wrong.</summary>
internal sealed class OracleModel : IDisposable
{
    private static readonly float[] Edges = [0f, -0f, 1e-42f, -1e-42f, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity];
    private static readonly float[] OddCategories = [-1, -0.5f, -0f, 0.5f, 1.9f, 1e6f, 16_777_215, 16_777_216, 3e9f, -3e9f, 1e30f, float.PositiveInfinity, float.NegativeInfinity];

    private readonly TrainingRows _rows;
    private readonly TreeModel _model;

    private OracleModel(TrainingRows rows, XgBoostBooster booster)
    {
        _rows = rows;
        Booster = booster;
        Bytes = booster.ToModel();
        _model = XgBoostModel.Read(Bytes, "The oracle's model");
        Ensemble = TreeEnsemble.Read(Bytes);
    }

    public XgBoostBooster Booster { get; }

    public byte[] Bytes { get; }

    public TreeEnsemble Ensemble { get; }

    public int Features => _rows.Features;

    public IReadOnlyList<Tree> Trees => _model.Trees;

    public static OracleModel Train(TrainingRows rows, int rounds, Dictionary<string, string> parameters)
    {
        XgBoostRequired.SkipWithout();
        var isGrouped = parameters.GetValueOrDefault("objective", "").StartsWith("rank:", StringComparison.Ordinal);
        using var matrix = rows.ToMatrix(isGrouped);
        var booster = XgBoostBooster.Create([new("nthread", "1"), new("seed", "5"), .. parameters], matrix);
        for (var round = 0; round < rounds; round++) booster.Update(round, matrix);
        return new OracleModel(rows, booster);
    }

    /// <summary>A small one, for tests of what is around the walkers.</summary>
    public static OracleModel Small(string objective = "reg:squarederror", int categoryFeatures = 0) => Train(
        new TrainingRows(Features: 5, categoryFeatures, Categories: 12) { Seed = 3, Label = score => score > 0 ? 1 : 0 },
        rounds: 4,
        new() { ["objective"] = objective, ["max_depth"] = "4", ["tree_method"] = "hist", ["max_cat_to_onehot"] = "1" });

    /// <summary>Ordinary values, missing ones, edges of what a float holds, thresholds themselves and the floats beside them.</summary>
    public float[] HardRows(int rows, int seed)
    {
        var random = new Random(seed);
        var thresholds = Enumerable.Range(0, Features).Select(feature => _model.Trees.SelectMany(tree => tree.Nodes)
            .Where(node => !node.IsLeaf && node.Feature == feature && node.Categories is null).Select(node => node.Value).Append(0).ToArray()).ToArray();
        var values = new float[rows * Features];
        for (var i = 0; i < values.Length; i++)
        {
            var feature = i % Features;
            values[i] = feature < _rows.CategoryFeatures ? Category(random) : Value(random, thresholds[feature]);
        }
        return values;
    }

    public float[] Expected(float[] rows, bool asMargin)
    {
        var predictions = new float[rows.Length / Features];
        Booster.Predict(rows, Features, predictions, asMargin);
        return predictions;
    }

    public void Dispose() => Booster.Dispose();

    private static float Value(Random random, float[] thresholds)
    {
        var threshold = thresholds[random.Next(thresholds.Length)];
        return random.Next(10) switch
        {
            0 => float.NaN,
            1 => threshold,
            2 => MathF.BitDecrement(threshold),
            3 => MathF.BitIncrement(threshold),
            4 => Edges[random.Next(Edges.Length)],
            _ => (float)(random.NextDouble() * 24 - 12),
        };
    }

    private float Category(Random random) => random.Next(8) switch
    {
        0 => float.NaN,
        1 => OddCategories[random.Next(OddCategories.Length)],
        2 => _rows.Categories + random.Next(40),
        _ => random.Next(_rows.Categories),
    };
}
