using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Tests.Recommenders;

/// <summary>Small models to ask.</summary>
internal static class Models
{
    /// <summary>Four items: 0 reaches 1 and 2, 1 reaches 0, 2 reaches 3.</summary>
    public static ItemSimilarityModel Similarity { get; } = new(new[] { 0, 2, 3, 4, 4 }, new[] { 1, 2, 0, 3 }, new[] { 0.5f, 0.25f, 1f, 2f });

    public static PopularityModel Popularity { get; } = new(new[] { 4f, 3f, 2f, 1f });

    public static FactorModel Factors(int factors = 5, int items = 4, int seed = 1)
    {
        var random = new Random(seed);
        return new FactorModel(factors, default, Enumerable.Range(0, items * factors).Select(_ => random.NextSingle() - 0.5f).ToArray(), foldIn: new FoldIn(0.1f, 0.01f, 1));
    }

    public static float[] Score(IRecommender model, params int[] history)
    {
        var scores = new float[model.Items];
        model.Score(new UserBatch(-1, [0, history.Length], history), scores);
        return scores;
    }
}
