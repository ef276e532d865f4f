namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>Compares what was found with what must be, and gathers each difference: which key of what, with both values.</summary>
internal sealed class ShopVerdict(ExpectedShop expected)
{
    private const int Shown = 10;
    private readonly List<string> _differences = [];

    /// <summary>The topics: every count once and in its order, every match and every enriched order once, and the last totals.</summary>
    public ShopVerdict Compare(ShopOutputs found)
    {
        Each(ShopTopology.Counted, expected.Totals.ToDictionary(each => each.Key, each => Counts(each.Value.Count)), found.Counted, InOrder);
        Each(ShopTopology.CountedByUser, expected.OrdersOf.ToDictionary(each => each.Key, each => Counts(each.Value.Count)), found.CountedByUser, InOrder);
        Each(ShopTopology.Matched, expected.Matches.Where(each => each.Value.Count > 0).ToDictionary(), found.Matched, OnceEach);
        Each(ShopTopology.EnrichedOrders, expected.OrdersOf, found.Enriched, (user, orders, enriched) =>
            InOrder(user, orders, [.. enriched.Select(each => each.Order)])
            ?? (enriched.Zip(enriched.Skip(1)).Any(pair => pair.Second.AccountVersion < pair.First.AccountVersion)
                ? "its account went back to an older version"
                : null)
            ?? (enriched.Any(each => each.AccountVersion > expected.Accounts[user].Version) ? "its account has a version that was never written" : null));
        Each(ShopTopology.Totalled, expected.Totals, found.Totalled, Last);
        Each(ShopTopology.TotalledByWindow, expected.WindowTotals, found.TotalledByWindow, Last);
        return this;
    }

    /// <summary>The stores.</summary>
    public ShopVerdict Compare(ShopTables found)
    {
        Each(ShopTopology.CountStore, expected.Totals.ToDictionary(each => each.Key, each => each.Value.Count), found.Counts, Same);
        Each(ShopTopology.TotalStore, expected.Totals, found.Totals, Same);
        Each(ShopTopology.WindowTotalStore, expected.WindowTotals, found.WindowTotals, Same);
        Each(ShopTopology.UserCountStore, expected.OrdersOf.ToDictionary(each => each.Key, each => (long)each.Value.Count), found.UserCounts, Same);
        Each(ShopTopology.AccountStore, expected.Accounts, found.Accounts, Same);
        return this;
    }

    public bool IsRight => _differences.Count == 0;

    public string Report => $"{_differences.Count} keys differ; the first:{Environment.NewLine}{string.Join(Environment.NewLine, _differences.Take(Shown))}";

    private void Each<TKey, TExpected, TFound>(
        string of, Dictionary<TKey, TExpected> expectations, Dictionary<TKey, TFound> found, Func<TKey, TExpected, TFound, string?> difference)
        where TKey : notnull
    {
        foreach (var (key, wanted) in expectations)
        {
            var fault = found.TryGetValue(key, out var got) ? difference(key, wanted, got) : $"expected {wanted}, and nothing is there";
            if (fault is not null) _differences.Add($"{of} {key}: {fault}");
        }
        foreach (var (key, got) in found)
            if (!expectations.ContainsKey(key)) _differences.Add($"{of} {key}: found {got}, and nothing was expected");
    }

    private static string? InOrder<TKey>(TKey key, List<long> wanted, List<long> found)
    {
        var at = wanted.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
        return at == wanted.Count && at == found.Count
            ? null
            : $"expected {wanted.Count} records and found {found.Count}; the first that differs is number {at}: " +
                $"expected {At(wanted, at)}, found {At(found, at)}";
    }

    private static string At(List<long> values, int at) => at < values.Count ? $"{values[at]}" : "none";

    private static string? OnceEach(long user, HashSet<Match> wanted, List<Match> found)
    {
        var lost = wanted.Except(found).ToList();
        var strange = found.Except(wanted).ToList();
        var repeated = found.CountBy(each => each).Where(each => each.Value > 1).ToList();
        return lost.Count + strange.Count + repeated.Count == 0
            ? null
            : $"of {wanted.Count} matches {lost.Count} are lost ({string.Join(", ", lost.Take(3))}), " +
                $"{repeated.Count} repeated ({string.Join(", ", repeated.Take(3))}), " +
                $"{strange.Count} should not be ({string.Join(", ", strange.Take(3))})";
    }

    // Held back until a commit, a table's changes may come together; the last is the table's row, and none goes back.
    private static string? Last<TKey>(TKey key, Total wanted, List<Total> found) =>
        Same(key, wanted, found[^1]) ?? (found.Zip(found.Skip(1)).Any(pair => pair.Second.Count <= pair.First.Count)
            ? $"went back or was repeated: {string.Join(", ", found.Select(each => each.Count))}"
            : null);

    private static string? Same<TKey, T>(TKey key, T wanted, T found) where T : struct =>
        EqualityComparer<T>.Default.Equals(wanted, found) ? null : $"expected {wanted}, found {found}";

    private static List<long> Counts(long upTo) => [.. Enumerable.Range(1, (int)upTo).Select(each => (long)each)];
}
