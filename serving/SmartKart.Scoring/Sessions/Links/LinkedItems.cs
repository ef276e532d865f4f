namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Adds up what a session's items say of others, the newer clicks louder. With similarities and the last click alone it is item-kNN, with
/// probabilities of what comes next a Markov chain or sequential rules, with a linear model's weights SLIST. Immutable.
/// </summary>
/// <param name="links">What each item says of others.</param>
/// <param name="decay">How loud a click is.</param>
public sealed class LinkedItems(ItemLinks links, ClickDecay decay) : ISessionRecommender
{
    /// <inheritdoc />
    public int ItemCount => links.ItemCount;

    /// <summary>What each item says of others.</summary>
    public ItemLinks Links => links;

    /// <summary>How loud a click is.</summary>
    public ClickDecay Decay => decay;

    /// <inheritdoc />
    public SessionScorer NewScorer() => new LinkedItemsScorer(links, decay);
}
