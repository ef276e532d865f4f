namespace SmartKart.Backfill.Histories;

/// <summary>What became of an input row. A history has a fixed set of these, so that each row can be accounted for by name.</summary>
/// <param name="Name">Snake case, such as <c>sale</c>; unique in its history.</param>
/// <param name="Topics">The topics whose events the row went into; empty where it was rejected.</param>
/// <param name="Rule">Which rows these are and what they become, or why they are rejected.</param>
public sealed record RowOutcome(string Name, IReadOnlyList<string> Topics, string Rule)
{
    /// <summary>Whether no event tells of the row.</summary>
    public bool IsRejected => Topics.Count == 0;
}
