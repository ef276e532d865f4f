namespace SmartKart.Scoring.Retrieval;

/// <summary>
/// What a model says of one user at a time: which items are best, and what it gives those that are asked about, in standard scores, with no more work than that
/// takes. Not thread safe: a request has its own, and the next one uses it again.
/// </summary>
internal abstract class UserScores
{
    /// <summary>Takes up a user; the other calls are about them.</summary>
    /// <param name="user">Their number where the model was trained with them, or -1.</param>
    /// <param name="history">What they did: items, ascending.</param>
    public abstract void Begin(int user, ReadOnlySpan<int> history);

    /// <summary>Finds the user's best items, in no order.</summary>
    /// <param name="without">Items to leave out, ascending.</param>
    /// <param name="items">Takes them.</param>
    /// <returns>How many: fewer than fit where the model says nothing about more.</returns>
    public abstract int Best(ReadOnlySpan<int> without, Span<int> items);

    /// <summary>Says what items are worth, in standard deviations above the mean of all items. Hot path: per candidate.</summary>
    /// <param name="items">Which.</param>
    /// <param name="scores">Takes the first one's at 0, the second one's at <paramref name="stride"/>…</param>
    /// <param name="stride">How far the scores lie apart.</param>
    public abstract void Score(ReadOnlySpan<int> items, Span<float> scores, int stride);

    /// <summary>Adds to each item of the user's history what it contributes to an item's score, in a measure of the model's own.</summary>
    /// <returns>False where the model can't say.</returns>
    public virtual bool Explain(ReadOnlySpan<int> history, int item, Span<float> contributions) => false;
}
