using SmartKart.Scoring.Recommenders;

namespace SmartKart.Training.Interactions;

/// <summary>Who did something with what: a sparse matrix of users × items that holds ones, by rows (CSR). Immutable.</summary>
public sealed class InteractionMatrix
{
    private readonly int[] _starts, _items;

    private InteractionMatrix(int[] starts, int[] items, int itemCount) => (_starts, _items, Items) = (starts, items, itemCount);

    /// <summary>How many rows.</summary>
    public int Users => _starts.Length - 1;

    /// <summary>How many columns.</summary>
    public int Items { get; }

    /// <summary>How many ones.</summary>
    public int Count => _items.Length;

    /// <summary>What a user did: items, ascending, each once.</summary>
    public ReadOnlySpan<int> this[int user] => _items.AsSpan(_starts[user], _starts[user + 1] - _starts[user]);

    /// <summary>Where a one stands among all, row by row, or a negative number where there is none.</summary>
    public int PlaceOf(int user, int item) => this[user].BinarySearch(item) is >= 0 and var at ? _starts[user] + at : -1;

    /// <summary>Makes it of pairs, in any order; repeated ones count once.</summary>
    /// <param name="users">How many users; all pairs' are below.</param>
    /// <param name="items">How many items; all pairs' are below.</param>
    /// <param name="pairs">Users with items.</param>
    /// <exception cref="InteractionException">A pair is outside.</exception>
    public static InteractionMatrix Of(int users, int items, ReadOnlySpan<(int User, int Item)> pairs)
    {
        var starts = new int[users + 1];
        foreach (var (user, item) in pairs)
        {
            if ((uint)user >= (uint)users || (uint)item >= (uint)items)
                throw new InteractionException($"User {user} and item {item} lie outside {users} users and {items} items. Number both from 0.");
            starts[user + 1]++;
        }
        for (var user = 0; user < users; user++) starts[user + 1] += starts[user];
        var (columns, next) = (new int[pairs.Length], starts.AsSpan(0, users).ToArray());
        foreach (var (user, item) in pairs) columns[next[user]++] = item;
        return new InteractionMatrix(starts, columns, items).Sorted();
    }

    /// <summary>Items × users.</summary>
    public InteractionMatrix Transpose()
    {
        var starts = new int[Items + 1];
        foreach (var item in _items) starts[item + 1]++;
        for (var item = 0; item < Items; item++) starts[item + 1] += starts[item];
        var (columns, next) = (new int[Count], starts.AsSpan(0, Items).ToArray());
        for (var user = 0; user < Users; user++)
        {
            foreach (var item in this[user]) columns[next[item]++] = user;      // users ascend within each
        }
        return new InteractionMatrix(starts, columns, Users);
    }

    /// <summary>Some users that follow each other, as models are asked about them.</summary>
    public UserBatch Batch(int first, int count) => new(first, _starts.AsSpan(first, count + 1), _items);

    /// <summary>How many users each item has.</summary>
    public int[] Popularity()
    {
        var counts = new int[Items];
        foreach (var item in _items) counts[item]++;
        return counts;
    }

    /// <summary>Both matrices' ones.</summary>
    /// <exception cref="InteractionException">Their shapes differ.</exception>
    public InteractionMatrix With(InteractionMatrix other)
    {
        if (other.Users != Users || other.Items != Items)
            throw new InteractionException($"{Users} × {Items} interactions can't be joined with {other.Users} × {other.Items}. Number both alike.");
        return Of(Users, Items, [.. Pairs(), .. other.Pairs()]);
    }

    /// <summary>What users who are here did elsewhere for the first time: of those with a row, the other's ones that aren't here.</summary>
    /// <exception cref="InteractionException">The shapes differ.</exception>
    public InteractionMatrix NewIn(InteractionMatrix other)
    {
        if (other.Users != Users || other.Items != Items)
            throw new InteractionException($"{Users} × {Items} interactions can't be held to {other.Users} × {other.Items}. Number both alike.");
        return Of(Users, Items, [.. other.Pairs().Where(pair => this[pair.User].Length > 0 && this[pair.User].BinarySearch(pair.Item) < 0)]);
    }

    /// <summary>Takes some ones out by chance, for validation: a share of each user's, and never the last.</summary>
    /// <param name="share">Between 0 and 1.</param>
    /// <param name="seed">Which ones.</param>
    public (InteractionMatrix Kept, InteractionMatrix Held) Split(double share, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(share, 1);
        var random = new Random(seed);
        var (kept, held) = (new List<(int, int)>(Count), new List<(int, int)>());
        for (var user = 0; user < Users; user++)
        {
            var items = this[user].ToArray();
            random.Shuffle(items);
            var left = Math.Min((int)Math.Round(share * items.Length), items.Length - 1);
            for (var at = 0; at < items.Length; at++) (at < left ? held : kept).Add((user, items[at]));
        }
        return (Of(Users, Items, [.. kept]), Of(Users, Items, [.. held]));
    }

    private List<(int User, int Item)> Pairs()
    {
        var pairs = new List<(int, int)>(Count);
        for (var user = 0; user < Users; user++)
        {
            foreach (var item in this[user]) pairs.Add((user, item));
        }
        return pairs;
    }

    private InteractionMatrix Sorted()
    {
        var (starts, kept) = (new int[Users + 1], 0);
        for (var user = 0; user < Users; user++)
        {
            var row = _items.AsSpan(_starts[user], _starts[user + 1] - _starts[user]);
            row.Sort();
            var first = kept;
            foreach (var item in row)
            {
                if (kept == first || _items[kept - 1] != item) _items[kept++] = item;
            }
            starts[user + 1] = kept;
        }
        return new InteractionMatrix(starts, kept == _items.Length ? _items : _items[..kept], Items);
    }
}
