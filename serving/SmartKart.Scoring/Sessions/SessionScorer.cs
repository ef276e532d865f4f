namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Asks a <see cref="ISessionRecommender"/>, again and again, in memory of its own: nothing is allocated per query. Hot path: per query.
/// One thread at a time.
/// </summary>
/// <remarks>
/// A session is its clicks' items, oldest first. An item that is clicked twice counts where it was clicked last; clicks on unknown items
/// take their place and say nothing; of long sessions the newest clicks count (<see cref="RecentClicks.ItemsMax"/> items,
/// <see cref="RecentClicks.ClicksMax"/> clicks). Items that the session holds already are ranked like any other: they are often clicked again.
/// </remarks>
public abstract class SessionScorer
{
    private readonly ItemScores _scores;
    private readonly RecentClicks _clicks;

    private protected SessionScorer(int itemCount)
    {
        _scores = new ItemScores(itemCount);
        _clicks = new RecentClicks(itemCount);
    }

    /// <summary>The best items for what comes next, the best first; of equals the one with the lower number.</summary>
    /// <param name="session">The running session's items, oldest first; may be empty.</param>
    /// <param name="items">Is filled with the best items.</param>
    /// <param name="scores">Is filled with their scores, whose scale is the model's own. As long as <paramref name="items"/>.</param>
    /// <returns>How many there are: fewer than asked for where the model has nothing to say of the rest.</returns>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public int Recommend(ReadOnlySpan<int> session, Span<int> items, Span<float> scores)
    {
        if (items.Length != scores.Length)
            throw new ArgumentException($"There is room for {items.Length} items and for {scores.Length} scores. Pass spans of one length.", nameof(scores));
        return BestItems.Select(Score(session), items, scores);
    }

    /// <summary>Every item that the model has something to say of, with its score.</summary>
    /// <param name="session">The running session's items, oldest first; may be empty.</param>
    /// <returns>The scorer's own: valid until its next query.</returns>
    public ItemScores Score(ReadOnlySpan<int> session)
    {
        _scores.Clear();
        _clicks.Read(session);
        Fill(session, _clicks, _scores);
        return _scores;
    }

    /// <summary>
    /// Which click said how much for an item. The contributions of the clicks add up to the item's score, but for a part that no click said:
    /// how popular it is. It takes about as long as a query.
    /// </summary>
    /// <param name="session">The running session's items, oldest first.</param>
    /// <param name="item">The item that was recommended.</param>
    /// <param name="contributions">Is filled with a number for each click, in the score's scale. As long as <paramref name="session"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model does not know the item.</exception>
    public void Explain(ReadOnlySpan<int> session, int item, Span<float> contributions)
    {
        if (session.Length != contributions.Length)
            throw new ArgumentException($"The session has {session.Length} clicks, and there is room for {contributions.Length}. Pass spans of one length.", nameof(contributions));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)_scores.ItemCount, nameof(item));
        contributions.Clear();
        Score(session);
        Attribute(session, _clicks, item, contributions);
    }

    /// <summary>Adds to the scores, which are empty, what the session says.</summary>
    private protected abstract void Fill(ReadOnlySpan<int> session, RecentClicks clicks, ItemScores scores);

    /// <summary>Adds to the contributions, which are zero, what each click said for the item. <see cref="Fill"/> has just run for these clicks.</summary>
    private protected abstract void Attribute(ReadOnlySpan<int> session, RecentClicks clicks, int item, Span<float> contributions);
}
