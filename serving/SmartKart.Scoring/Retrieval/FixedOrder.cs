using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Retrieval;

/// <summary>The standard scores of a model that says the same to everyone, and its items in the order of them. Immutable, shared by all requests.</summary>
internal sealed class FixedOrder
{
    private readonly float[] _scores;
    private readonly int[] _order;      // the best first

    public FixedOrder(IRecommender model)
    {
        _scores = new float[model.Items];
        model.Score(new UserBatch(-1, [0, 0], []), _scores);
        StandardScores.Standardise(_scores);
        var keys = new ulong[_scores.Length];
        for (var item = 0; item < keys.Length; item++) keys[item] = SortKey.Of(_scores[item], item);
        keys.AsSpan().Sort();
        _order = Array.ConvertAll(keys, SortKey.Item);
    }

    /// <summary>An item's standard score.</summary>
    public float this[int item] => _scores[item];

    /// <summary>The best items but some.</summary>
    /// <returns>How many there are.</returns>
    public int Best(ReadOnlySpan<int> without, Span<int> items)
    {
        var found = 0;
        foreach (var item in _order)
        {
            if (found == items.Length) break;
            if (without.BinarySearch(item) < 0) items[found++] = item;
        }
        return found;
    }
}

/// <summary>Of a model that says the same to everyone.</summary>
internal sealed class FixedScores(FixedOrder order) : UserScores
{
    public override void Begin(int user, ReadOnlySpan<int> history) { }

    public override int Best(ReadOnlySpan<int> without, Span<int> items) => order.Best(without, items);

    public override void Score(ReadOnlySpan<int> items, Span<float> scores, int stride)
    {
        for (var at = 0; at < items.Length; at++) scores[at * stride] = order[items[at]];
    }
}
