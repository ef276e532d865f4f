namespace SmartKart.Scoring.Retrieval;

/// <summary>One user's candidates, found and scored; then the next one's. It allocates nothing. Not thread safe: rent one for each request.</summary>
public sealed class RetrievalSession
{
    private readonly UserScores[] _models;
    private readonly int[] _found, _items;
    private readonly float[] _scores;
    private readonly int _each;
    private int _count;

    internal RetrievalSession(UserScores[] models, int each, int most)
    {
        (_models, _each) = (models, each);
        (_found, _items, _scores) = (new int[each * models.Length], new int[most], new float[most * models.Length]);
    }

    /// <summary>The candidates that were found: items, ascending.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

    /// <summary>What the models say of them: candidates × models, row-major, in standard scores.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, _count * _models.Length);

    /// <summary>Takes up a user; what follows is about them.</summary>
    /// <param name="user">Their number where the models were trained with them, or -1.</param>
    /// <param name="history">What they did: items, ascending.</param>
    public void Begin(int user, ReadOnlySpan<int> history)
    {
        _count = 0;
        foreach (var model in _models) model.Begin(user, history);
    }

    /// <summary>Finds the user's candidates, and scores them.</summary>
    /// <param name="without">Items to leave out, ascending; most often the history.</param>
    public void Find(ReadOnlySpan<int> without)
    {
        var found = 0;
        foreach (var model in _models) found += model.Best(without, _found.AsSpan(found, _each));
        _count = Distinct(_found.AsSpan(0, found));
        _found.AsSpan(0, _count).CopyTo(_items);
        Score(Items, _scores);
    }

    /// <summary>Says what every model says of given items: the same as where they were found.</summary>
    /// <param name="items">Which.</param>
    /// <param name="scores">Takes items × models, row-major.</param>
    public void Score(ReadOnlySpan<int> items, Span<float> scores)
    {
        for (var model = 0; model < _models.Length && items.Length > 0; model++) _models[model].Score(items, scores[model..], _models.Length);
    }

    /// <summary>Adds to each item of the user's history what it contributes to a model's score of an item, in a measure of the model's own.</summary>
    /// <param name="model">The model's number.</param>
    /// <param name="history">As the session was begun with.</param>
    /// <param name="item">Which is explained.</param>
    /// <param name="contributions">One of each item of the history.</param>
    /// <returns>False where the model can't say.</returns>
    public bool Explain(int model, ReadOnlySpan<int> history, int item, Span<float> contributions) => _models[model].Explain(history, item, contributions);

    private static int Distinct(Span<int> items)
    {
        items.Sort();
        var count = 0;
        foreach (var item in items)
        {
            if (count == 0 || items[count - 1] != item) items[count++] = item;
        }
        return count;
    }
}
