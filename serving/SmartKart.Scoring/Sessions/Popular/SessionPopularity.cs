namespace SmartKart.Scoring.Sessions;

/// <summary>
/// S-POP: what was clicked most often in the running session, and after it what everybody clicks. Items clicked equally often in the session
/// stand in the order of their shares. Immutable.
/// </summary>
/// <param name="popular">What everybody clicks.</param>
public sealed class SessionPopularity(PopularItems popular) : ISessionRecommender
{
    /// <inheritdoc />
    public int ItemCount => popular.ItemCount;

    /// <inheritdoc />
    public SessionScorer NewScorer() => new PopularItemsScorer(popular, countsSession: true);
}
