using SmartKart.Training.Texts;

namespace SmartKart.Training.Warp;

/// <summary>
/// What items are made of: each its own identity, and the categories and the brand that it shares with others. An item that nobody has is told by what it
/// shares.
/// </summary>
internal sealed class ItemFeatures
{
    private readonly int[] _starts, _features;

    private ItemFeatures(int[] starts, int[] features, int count) => (_starts, _features, Count) = (starts, features, count);

    /// <summary>How many items.</summary>
    public int Items => _starts.Length - 1;

    /// <summary>How many features: the first are the items' identities, in their order.</summary>
    public int Count { get; }

    /// <summary>An item's, ascending, its identity first.</summary>
    public ReadOnlySpan<int> this[int item] => _features.AsSpan(_starts[item], _starts[item + 1] - _starts[item]);

    /// <param name="items">How many.</param>
    /// <param name="texts">Theirs; null where nothing is known but the identities.</param>
    public static ItemFeatures Of(int items, ProductTexts? texts)
    {
        var shared = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var item = 0; item < items; item++)
        {
            if (texts?[item] is not { } text) continue;
            foreach (var category in text.Categories.Distinct(StringComparer.Ordinal)) Add("category " + category, item);
            if (!string.IsNullOrWhiteSpace(text.Brand)) Add("brand " + text.Brand.Trim().ToLowerInvariant(), item);
        }
        var features = Enumerable.Range(0, items).Select(item => new List<int> { item }).ToArray();
        var count = items;
        foreach (var having in shared.Values.Where(having => having.Count > 1))      // of one item alone it would be its identity again
        {
            foreach (var item in having) features[item].Add(count);
            count++;
        }
        var starts = new int[items + 1];
        for (var item = 0; item < items; item++) starts[item + 1] = starts[item] + features[item].Count;
        return new ItemFeatures(starts, [.. features.SelectMany(each => each)], count);

        void Add(string name, int item)
        {
            if (!shared.TryGetValue(name, out var having)) shared.Add(name, having = []);
            having.Add(item);
        }
    }
}
