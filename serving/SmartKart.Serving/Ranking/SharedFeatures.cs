using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;

namespace SmartKart.Serving.Ranking;

/// <summary>
/// What all callers share of a ranker's features, those of products and of where they stand, held in process: a row for each of the model's items. One thread
/// reads them anew; requests may meet a row of which some features are of this reading and others of the one before.
/// </summary>
internal sealed class SharedFeatures
{
    private const int RowsMax = 1_000;      // of a round trip

    private readonly ItemKeys _items;
    private readonly IReadOnlyList<FeatureGroup> _groups;
    private readonly int[] _columns;
    private readonly float[] _table;        // items × columns

    public SharedFeatures(ItemKeys items, IReadOnlyList<FeatureGroup> groups)
    {
        (_items, _groups, _columns) = (items, groups, [.. groups.SelectMany(group => group.Columns)]);
        _table = new float[(long)items.Items * _columns.Length];
    }

    /// <summary>Whether they were read; there may be none to read.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Reads all of them.</summary>
    /// <exception cref="OnlineStoreException">The store doesn't answer. What was read before stands.</exception>
    public async Task ReadAsync(OnlineStore store, long now, CancellationToken cancel)
    {
        var first = 0;
        foreach (var group in _groups)
        {
            await ReadAsync(store, group, first, now, cancel);
            first += group.Columns.Count;
        }
        IsRead = true;
    }

    /// <summary>Puts an item's into its row. Hot path: per candidate.</summary>
    public void CopyTo(int item, Span<float> row)
    {
        var own = _table.AsSpan(item * _columns.Length, _columns.Length);
        for (var at = 0; at < own.Length; at++) row[_columns[at]] = own[at];
    }

    private async Task ReadAsync(OnlineStore store, FeatureGroup group, int first, long now, CancellationToken cancel)
    {
        var itemsOf = Enumerable.Range(0, _items.Items).ToLookup(item => _items.Of(item, group.Keys[0]), StringComparer.Ordinal);
        var vectors = group.Rent();
        try
        {
            foreach (var keys in itemsOf.Chunk(RowsMax))
            {
                await store.GetAsync(group.Plan, Array.ConvertAll(keys, each => Scalar.From(each.Key)), now, vectors, cancel);
                for (var row = 0; row < keys.Length; row++) Put(group, vectors, row, keys[row], first);
            }
        }
        finally
        {
            group.Return(vectors);
        }
    }

    private void Put(FeatureGroup group, OnlineVectors vectors, int row, IEnumerable<int> items, int first)
    {
        var values = vectors.Values(row);
        foreach (var item in items)
        {
            for (var feature = 0; feature < values.Length; feature++) _table[item * _columns.Length + first + feature] = group.Value(values, feature);
        }
    }
}
