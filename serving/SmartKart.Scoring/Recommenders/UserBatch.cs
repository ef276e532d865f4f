namespace SmartKart.Scoring.Recommenders;

/// <summary>Users to be scored for together, each with a history, as rows of a sparse matrix have their columns.</summary>
public readonly ref struct UserBatch
{
    private readonly ReadOnlySpan<int> _starts, _items;

    /// <param name="first">The first one's number where the model was trained with these users: those of the batch follow each other. -1 where it wasn't.</param>
    /// <param name="starts">Where each history begins in <paramref name="items"/>, and after the last where that ends: one more than there are users.</param>
    /// <param name="items">The histories, each ascending, one after the other.</param>
    /// <exception cref="ArgumentException">Starts don't ascend within the items.</exception>
    public UserBatch(int first, ReadOnlySpan<int> starts, ReadOnlySpan<int> items)
    {
        if (starts.Length == 0 || starts[0] < 0 || starts[^1] > items.Length) throw new ArgumentException($"Starts must lie in the {items.Length} items.", nameof(starts));
        First = first;
        _starts = starts;
        _items = items;
    }

    /// <summary>The first user's number in training, or -1.</summary>
    public int First { get; }

    /// <summary>How many users.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>What a user of the batch did: items, ascending.</summary>
    public ReadOnlySpan<int> History(int user) => _items[_starts[user].._starts[user + 1]];
}
