namespace SmartKart.Scoring.Recommenders;

/// <summary>Offers everyone what most want: what each other model is held to, and falls back on.</summary>
/// <param name="popularity">A score of each item.</param>
public sealed class PopularityModel(ReadOnlyMemory<float> popularity) : IRecommender
{
    /// <summary>A score of each item.</summary>
    public ReadOnlyMemory<float> Scores => popularity;

    /// <inheritdoc />
    public int Items => popularity.Length;

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        for (var user = 0; user < users.Count; user++) popularity.Span.CopyTo(scores[(user * Items)..]);
    }
}
