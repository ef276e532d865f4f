namespace SmartKart.Scoring.Ranking;

/// <summary>What a list that is shown must keep to.</summary>
public sealed record ListRules
{
    internal const int LengthMax = 1_000;

    /// <summary>How many items it has at most. 1 to 1,000.</summary>
    public int Length { get; init; } = 20;

    /// <summary>
    /// λ of maximal marginal relevance: what relevance counts beside unlikeness to what stands above. 0 to 1; at 1 the list is in the order of scores. 0.7
    /// keeps what is wanted most in front and yet shows more than one kind of thing.
    /// </summary>
    public float Relevance { get; init; } = 0.7f;

    /// <summary>How many items of one category at most; null for as many as there are. At least 1.</summary>
    public int? PerCategory { get; init; }

    /// <exception cref="ListException">A rule is out of its range.</exception>
    internal void Check()
    {
        if (Length is < 1 or > LengthMax) throw ListException.BadRule(nameof(Length), Length, $"1 to {LengthMax}");
        if (!(Relevance is >= 0 and <= 1)) throw ListException.BadRule(nameof(Relevance), Relevance, "0 to 1");
        if (PerCategory is < 1) throw ListException.BadRule(nameof(PerCategory), PerCategory, "1 or more, or null for no cap");
    }
}
