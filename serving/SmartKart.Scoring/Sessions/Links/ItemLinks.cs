namespace SmartKart.Scoring.Sessions;

/// <summary>
/// What each item says of others: a sparse matrix, items × items, row-major, a row for the item that was clicked. Rows of it may be
/// similarities, probabilities or the weights of a linear model. Immutable.
/// </summary>
public sealed class ItemLinks
{
    /// <summary>A matrix from its arrays.</summary>
    /// <param name="starts">Items + 1: where each item's row starts in the other two.</param>
    /// <param name="targets">Of each row the items that it speaks of.</param>
    /// <param name="weights">What it says of them, in the same order.</param>
    /// <exception cref="SessionModelException">They do not fit each other.</exception>
    public ItemLinks(int[] starts, int[] targets, float[] weights)
    {
        SessionModelException.CheckRows("item links", starts, targets, starts.Length - 1);
        if (targets.Length != weights.Length)
            throw new SessionModelException($"The item links have {targets.Length} targets and {weights.Length} weights. {SessionModelException.Remedy}");
        (Starts, Targets, Weights) = (starts, targets, weights);
    }

    /// <summary>How many items there are, numbered from 0.</summary>
    public int ItemCount => Starts.Length - 1;

    /// <summary>How many links there are.</summary>
    public int LinkCount => Targets.Length;

    internal int[] Starts { get; }

    internal int[] Targets { get; }

    internal float[] Weights { get; }

    /// <summary>The items that an item speaks of.</summary>
    public ReadOnlySpan<int> TargetsOf(int item) => Targets.AsSpan(Starts[item]..Starts[item + 1]);

    /// <summary>What it says of them, in the same order.</summary>
    public ReadOnlySpan<float> WeightsOf(int item) => Weights.AsSpan(Starts[item]..Starts[item + 1]);

    /// <summary>The arrays, in the order in which the constructor takes them: for who saves them.</summary>
    public (int[] Starts, int[] Targets, float[] Weights) ToArrays() => (Starts, Targets, Weights);
}
