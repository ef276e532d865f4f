namespace SmartKart.Training.OffPolicy.Rewards;

/// <summary>What tells of putting an item at a round's place, as numbers. Thread safe.</summary>
public interface IRoundFeatures
{
    /// <summary>How many.</summary>
    int Count { get; }

    /// <param name="rounds">Which log.</param>
    /// <param name="round">Whose user and place.</param>
    /// <param name="item">What is put there.</param>
    /// <param name="features">Takes them.</param>
    void Fill(LoggedRounds rounds, int round, int item, Span<double> features);
}

/// <summary>What <see cref="ItemMeans"/> know: 1, the place's rate of clicks, and that times the item's lift.</summary>
/// <param name="means">Fitted on what is learned from.</param>
public sealed class MeanFeatures(ItemMeans means) : IRoundFeatures
{
    /// <inheritdoc />
    public int Count => 3;

    /// <inheritdoc />
    public void Fill(LoggedRounds rounds, int round, int item, Span<double> features)
    {
        var rate = means.Rate(rounds.Positions[round]);
        (features[0], features[1], features[2]) = (1, rate, rate * means.Lift(item));
    }
}
