using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Ranking;

/// <summary>Which candidates may be shown at all. The default lets all pass.</summary>
public readonly ref struct ListFilter
{
    /// <summary>What can be bought: a bit of each item. Null where that isn't known, and all may be shown.</summary>
    public RowSet? InStock { get; init; }

    /// <summary>What is not to be shown, such as what was just bought: items, ascending.</summary>
    public ReadOnlySpan<int> Without { get; init; }

    /// <summary>
    /// Each item's category, which <see cref="ListRules.PerCategory"/> counts by; below 0 for none, which isn't capped. Empty where nothing is capped.
    /// </summary>
    public ReadOnlySpan<int> Categories { get; init; }

    /// <summary>Whether an item may be shown. Hot path: per candidate.</summary>
    internal bool Passes(int item) => (InStock is null || InStock.Contains(item)) && (Without.IsEmpty || Without.BinarySearch(item) < 0);

    /// <exception cref="ListException">An item is outside of what is known of items.</exception>
    internal void Check(int item, bool isCapped)
    {
        if (item < 0) throw ListException.Unknown(item, "any catalogue", int.MaxValue);
        if (InStock is not null && item >= InStock.Rows) throw ListException.Unknown(item, nameof(InStock), InStock.Rows);
        if (isCapped && item >= Categories.Length) throw ListException.Unknown(item, nameof(Categories), Categories.Length);
    }
}
