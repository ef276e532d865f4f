namespace SmartKart.Scoring.Ranking;

/// <summary>How alike two items are, as a list's variety counts it. Implemented by structs, so that the loop that asks has it inlined.</summary>
public interface ISimilarity
{
    /// <summary>The least that <see cref="Between"/> returns: what spares most questions.</summary>
    static abstract float Lowest { get; }

    /// <summary>From <see cref="Lowest"/>, not alike, to 1, the same; symmetric. Hot path: per candidate and place.</summary>
    float Between(int item, int other);
}

/// <summary>Items are alike where they are of one category: 1, and else 0.</summary>
/// <param name="categories">Each item's; below 0 for none, which is like nothing.</param>
public readonly struct SameCategory(ReadOnlyMemory<int> categories) : ISimilarity
{
    /// <inheritdoc />
    public static float Lowest => 0;

    /// <inheritdoc />
    public float Between(int item, int other) => categories.Span is var all && all[item] >= 0 && all[item] == all[other] ? 1 : 0;
}
