using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.Serving.Products;

namespace SmartKart.Serving.Ranking;

/// <summary>
/// What all callers share of a ranker's features, those of products and of where they stand, held in process: a row for each of the model's items. One thread
/// reads them anew; requests may meet a row of which some features are of this reading and others of the one before.
/// </summary>
internal sealed class SharedFeatures
{
    private const int RowsMax = 500;        // of a round trip

    private readonly ShelfView _shelf;
    private readonly IReadOnlyList<FeatureGroup> _groups;
    private readonly int[] _columns;
    private readonly float[] _table;        // items × columns
    private int _next;                      // the item that a walk is at

    public SharedFeatures(ShelfView shelf, IReadOnlyList<FeatureGroup> groups)
    {
        (_shelf, _groups, _columns) = (shelf, groups, [.. groups.SelectMany(group => group.Columns)]);
        _table = new float[(long)shelf.Items * _columns.Length];
    }

    /// <summary>Whether all were read once; there may be none to read.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Reads all of them.</summary>
    /// <exception cref="OnlineStoreException">The store doesn't answer. What was read before stands.</exception>
    public async Task ReadAllAsync(OnlineStore store, long now, CancellationToken cancel)
    {
        for (var first = 0; first < _shelf.Items; first += RowsMax) await ReadAsync(store, Range(first), now, cancel);
        IsRead = true;
    }

    /// <summary>Reads the next few hundred items' again, at the end from the beginning.</summary>
    /// <exception cref="OnlineStoreException">The store doesn't answer. What was read before stands.</exception>
    public async Task WalkAsync(OnlineStore store, long now, CancellationToken cancel)
    {
        await ReadAsync(store, Range(_next), now, cancel);
        _next = _next + RowsMax < _shelf.Items ? _next + RowsMax : 0;
    }

    /// <summary>Reads some items' again.</summary>
    /// <exception cref="OnlineStoreException">The store doesn't answer. What was read before stands.</exception>
    public async Task ReadAsync(OnlineStore store, IEnumerable<int> items, long now, CancellationToken cancel)
    {
        foreach (var few in items.Chunk(RowsMax))
        {
            var column = 0;
            foreach (var group in _groups)
            {
                await ReadAsync(store, group, few, column, now, cancel);
                column += group.Columns.Count;
            }
        }
    }

    /// <summary>Puts an item's into its row. Hot path: per candidate.</summary>
    public void CopyTo(int item, Span<float> row)
    {
        var own = _table.AsSpan(item * _columns.Length, _columns.Length);
        for (var at = 0; at < own.Length; at++) row[_columns[at]] = own[at];
    }

    private IEnumerable<int> Range(int first) => Enumerable.Range(first, Math.Min(RowsMax, _shelf.Items - first));

    private async Task ReadAsync(OnlineStore store, FeatureGroup group, int[] items, int column, long now, CancellationToken cancel)
    {
        var (rows, keys, vectors) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<Scalar>(), group.Rent());
        foreach (var item in items)
        {
            var key = _shelf.KeyOf(item, group.Keys[0]);
            if (rows.TryAdd(key, rows.Count)) keys.Add(Scalar.From(key));
        }
        try
        {
            await store.GetAsync(group.Plan, keys.ToArray(), now, vectors, cancel);
            foreach (var item in items) Put(group, vectors.Values(rows[_shelf.KeyOf(item, group.Keys[0])]), _table.AsSpan(item * _columns.Length + column));
        }
        finally
        {
            group.Return(vectors);
        }
    }

    private static void Put(FeatureGroup group, ReadOnlySpan<Scalar> values, Span<float> row)
    {
        for (var feature = 0; feature < values.Length; feature++) row[feature] = group.Value(values, feature);
    }
}
