using SmartKart.Scoring.Native.XgBoost;

namespace SmartKart.Scoring.Tests.Trees;

/// <summary>Made-up rows and labels with something to learn in them.</summary>
/// <param name="Features">Features of a row; the first ones are categories.</param>
/// <param name="CategoryFeatures">How many of them are categories.</param>
/// <param name="Categories">How many categories each of those has.</param>
internal sealed record TrainingRows(int Features, int CategoryFeatures = 0, int Categories = 0)
{
    private const int Rows = 1_500;
    private const int GroupRows = 25;

    public required int Seed { get; init; }

    /// <summary>How many of a hundred values are missing.</summary>
    public int MissingPercent { get; init; } = 10;

    /// <summary>From a row's hidden score to its label.</summary>
    public Func<double, float> Label { get; init; } = score => (float)score;

    /// <summary>The matrix, with labels, types and groups.</summary>
    public XgBoostMatrix ToMatrix(bool isGrouped)
    {
        var random = new Random(Seed);
        var values = new float[Rows * Features];
        var labels = new float[Rows];
        var merits = Enumerable.Range(0, Math.Max(Categories, 1)).Select(_ => random.NextDouble() * 2 - 1).ToArray();
        for (var row = 0; row < Rows; row++)
        {
            var score = 0.0;
            for (var feature = 0; feature < Features; feature++)
            {
                var category = random.Next(Math.Max(Categories, 1));
                var value = feature < CategoryFeatures ? category : Math.Round(random.NextDouble() * 20 - 10, 2);
                var isMissing = random.Next(100) < MissingPercent;
                values[row * Features + feature] = isMissing ? float.NaN : (float)value;
                if (isMissing) score += feature % 3 - 1;
                else if (feature < CategoryFeatures) score += merits[category];
                else score += Math.Sin(value * (feature % 4 + 1) / 5) / (feature + 1);
            }
            labels[row] = Label(score);
        }
        var matrix = XgBoostMatrix.FromRows(values, Features);
        matrix.SetLabels(labels);
        if (CategoryFeatures > 0)
            matrix.SetFeatureTypes([.. Enumerable.Range(0, Features).Select(feature => feature < CategoryFeatures ? XgBoostFeatureType.Categorical : XgBoostFeatureType.Quantitative)]);
        if (isGrouped) matrix.SetGroupSizes([.. Enumerable.Repeat(GroupRows, Rows / GroupRows)]);
        return matrix;
    }
}
