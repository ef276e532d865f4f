namespace SmartKart.Scoring.Recommenders;

/// <summary>
/// A model that says how much users want each item of a catalogue. Scores of one user compare with each other, and with nothing else. Thread safe: evaluation
/// and serving ask it from many threads.
/// </summary>
public interface IRecommender
{
    /// <summary>How many items there are: 0 to this, less one.</summary>
    int Items { get; }

    /// <summary>Scores all items for some users. Hot path: per candidate.</summary>
    /// <param name="users">Who, and what they did.</param>
    /// <param name="scores">users × items, row-major; overwritten. What a user already has is scored, too: callers leave it out.</param>
    void Score(UserBatch users, Span<float> scores);
}
