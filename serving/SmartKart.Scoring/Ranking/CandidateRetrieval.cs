using System.Buffers;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Ranking;

/// <summary>
/// What several models find for a user: each one's best items, joined, and what every model says of each of them, in standard scores. Training makes its ranking
/// rows by this and serving its candidates. Thread safe. Hot path: per candidate.
/// </summary>
public sealed class CandidateRetrieval
{
    private readonly IReadOnlyList<IRecommender> _retrievers;
    private readonly int _each;

    /// <param name="retrievers">At least one, all of the same items.</param>
    /// <param name="each">How many of its best each gives, at least 1.</param>
    /// <exception cref="ModelException">There is none, or they differ in their items.</exception>
    public CandidateRetrieval(IReadOnlyList<IRecommender> retrievers, int each)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        if (retrievers.Count == 0) throw new ModelException("No model finds no candidates. Name one at least.");
        if (retrievers.FirstOrDefault(model => model.Items != retrievers[0].Items) is { } other)
            throw new ModelException($"Candidates are of {retrievers[0].Items} and of {other.Items} items. Train the models on the same catalogue.");
        (_retrievers, _each) = (retrievers, Math.Min(each, retrievers[0].Items));
    }

    /// <summary>How many models there are: the columns of the scores.</summary>
    public int Retrievers => _retrievers.Count;

    /// <summary>The most candidates that there can be.</summary>
    public int Most => (int)Math.Min((long)_each * _retrievers.Count, _retrievers[0].Items);

    /// <summary>Finds a user's candidates.</summary>
    /// <param name="user">Their number where the models were trained with them, or -1.</param>
    /// <param name="history">What they did: items, ascending.</param>
    /// <param name="without">Items to leave out, ascending; most often the history.</param>
    /// <param name="items">Takes the candidates, ascending; at least <see cref="Most"/> long.</param>
    /// <param name="scores">Takes candidates × models, row-major; at least <see cref="Most"/> × <see cref="Retrievers"/> long.</param>
    /// <returns>How many there are.</returns>
    public int Retrieve(int user, ReadOnlySpan<int> history, ReadOnlySpan<int> without, Span<int> items, Span<float> scores)
    {
        var catalogue = _retrievers[0].Items;
        var rentedScores = ArrayPool<float>.Shared.Rent(catalogue * _retrievers.Count + _each);
        var rentedItems = ArrayPool<int>.Shared.Rent(_each * _retrievers.Count);
        try
        {
            var all = rentedScores.AsSpan(0, catalogue * _retrievers.Count);
            var best = rentedScores.AsSpan(catalogue * _retrievers.Count, _each);
            var found = 0;
            ScoreAll(user, history, all);
            for (var model = 0; model < _retrievers.Count; model++)
                found += TopK.Select(all.Slice(model * catalogue, catalogue), without, rentedItems.AsSpan(found, _each), best);
            var count = Distinct(rentedItems.AsSpan(0, found));
            rentedItems.AsSpan(0, count).CopyTo(items);
            Gather(items[..count], all, scores);
            return count;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rentedScores);
            ArrayPool<int>.Shared.Return(rentedItems);
        }
    }

    /// <summary>Says what every model says of given items: the same as where they were found.</summary>
    /// <param name="user">Their number where the models were trained with them, or -1.</param>
    /// <param name="history">What they did: items, ascending.</param>
    /// <param name="items">The items.</param>
    /// <param name="scores">Takes items × models, row-major; at least items × <see cref="Retrievers"/> long.</param>
    public void Score(int user, ReadOnlySpan<int> history, ReadOnlySpan<int> items, Span<float> scores)
    {
        var length = _retrievers[0].Items * _retrievers.Count;
        var rented = ArrayPool<float>.Shared.Rent(length);
        try
        {
            ScoreAll(user, history, rented.AsSpan(0, length));
            Gather(items, rented.AsSpan(0, length), scores);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    // Models × items, row-major.
    private void ScoreAll(int user, ReadOnlySpan<int> history, Span<float> all)
    {
        var catalogue = _retrievers[0].Items;
        for (var model = 0; model < _retrievers.Count; model++)
        {
            var row = all.Slice(model * catalogue, catalogue);
            _retrievers[model].Score(new UserBatch(user, [0, history.Length], history), row);
            StandardScores.Standardise(row);
        }
    }

    private void Gather(ReadOnlySpan<int> items, ReadOnlySpan<float> all, Span<float> scores)
    {
        var catalogue = _retrievers[0].Items;
        for (var at = 0; at < items.Length; at++)
        {
            for (var model = 0; model < _retrievers.Count; model++) scores[at * _retrievers.Count + model] = all[model * catalogue + items[at]];
        }
    }

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
