namespace SmartKart.Scoring.Trees.Walking;

/// <summary>
/// What the nodes of an ensemble look at, column by column. Rows are walked in blocks of <see cref="Lanes"/>, and a block's values are laid out
/// column after column, one value for each lane. A feature has a column for the nodes that send a missing value left, in which it is −∞, and
/// one for those that send it right, in which it is +∞: a node then compares, and missing values cost nothing. Only columns that some node looks at
/// are there.
/// </summary>
internal sealed class RowColumns
{
    /// <summary>Rows of a block.</summary>
    public const int Lanes = 32;

    private readonly List<int> _features = [];
    private readonly List<float> _missing = [];
    private readonly Dictionary<(int Feature, bool IsMissingLeft), int> _known = [];

    /// <summary>How many there are.</summary>
    public int Count => _features.Count;

    /// <summary>The feature of each.</summary>
    public ReadOnlySpan<int> Features => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_features);

    /// <summary>What stands in each for a missing value.</summary>
    public ReadOnlySpan<float> Missing => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_missing);

    /// <summary>Where a block has the column of this node's feature: the offset of its first lane.</summary>
    public int OffsetFor(int feature, bool isMissingLeft)
    {
        if (!_known.TryGetValue((feature, isMissingLeft), out var column))
        {
            column = _features.Count;
            _known.Add((feature, isMissingLeft), column);
            _features.Add(feature);
            _missing.Add(isMissingLeft ? float.NegativeInfinity : float.PositiveInfinity);
        }
        return checked(column * Lanes);
    }
}
