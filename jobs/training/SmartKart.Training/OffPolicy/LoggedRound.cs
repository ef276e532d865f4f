namespace SmartKart.Training.OffPolicy;

/// <summary>One place of a list that somebody was shown, as the log has it.</summary>
/// <param name="At">When, in microseconds since 1970.</param>
/// <param name="User">Whom.</param>
/// <param name="List">Which list: places of one are not independent of each other.</param>
/// <param name="Position">Its place, from 0.</param>
/// <param name="Product">What was put there.</param>
/// <param name="Propensity">With which probability it was put there, above 0 to 1.</param>
/// <param name="Clicked">Whether it was clicked.</param>
public readonly record struct LoggedRound(long At, string User, string List, int Position, string Product, double Propensity, bool Clicked)
{
    /// <summary>What else could have been put there, this product included; null where the log doesn't say.</summary>
    public IReadOnlyList<string>? Candidates { get; init; }
}
