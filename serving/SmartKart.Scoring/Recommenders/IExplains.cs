namespace SmartKart.Scoring.Recommenders;

/// <summary>A model that can say which of the things a user did a score comes from.</summary>
public interface IExplains
{
    /// <summary>Adds to each item of a history what it contributes to an item's score. Not a hot path: a list's few items are explained, not its candidates.</summary>
    /// <param name="history">What the user did: items, ascending.</param>
    /// <param name="item">The one that was scored.</param>
    /// <param name="weight">Scales what is added.</param>
    /// <param name="contributions">One of each item of the history.</param>
    void Explain(ReadOnlySpan<int> history, int item, float weight, Span<float> contributions);
}
