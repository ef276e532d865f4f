using SmartKart.Scoring.Ann;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Retrieval;

/// <summary>Of a model of vectors: the best are found by an index where there is one, and else by a look at all; only candidates are scored.</summary>
/// <param name="model">It.</param>
/// <param name="index">Of its items, as <see cref="VectorIndexes"/> builds them; null for none.</param>
internal sealed class VectorScores(IVectorRecommender model, HnswIndex? index) : UserScores
{
    private readonly VectorUser _user = model.NewUser();
    private readonly float[] _all = index is null ? new float[model.Items] : [];
    private readonly float[] _query = new float[VectorIndexes.DimsOf(model)];       // the user's vector, and 0
    private Neighbour[] _nearest = [];
    private float[] _best = [];
    private float _mean, _deviation;

    public override void Begin(int user, ReadOnlySpan<int> history)
    {
        _user.Begin(user, history);
        (_mean, _deviation) = model.Moments.Of(_user.Vector);
    }

    public override int Best(ReadOnlySpan<int> without, Span<int> items) => index is null ? BestOfAll(without, items) : BestOf(index, without, items);

    public override void Score(ReadOnlySpan<int> items, Span<float> scores, int stride)
    {
        for (var at = 0; at < items.Length; at++) scores[at * stride] = _deviation > 0 ? (model.Score(_user.Vector, items[at]) - _mean) / _deviation : 0;
    }

    public override bool Explain(ReadOnlySpan<int> history, int item, Span<float> contributions)
    {
        _user.Explain(history, item, 1, contributions);
        return true;
    }

    private int BestOfAll(ReadOnlySpan<int> without, Span<int> items)
    {
        if (_best.Length < items.Length) _best = new float[items.Length];
        model.ScoreAll(_user.Vector, _all);
        return TopK.Select(_all, without, items, _best);
    }

    private int BestOf(HnswIndex index, ReadOnlySpan<int> without, Span<int> items)
    {
        var asked = Math.Min(items.Length + without.Length, index.Count);
        if (_nearest.Length < asked) _nearest = new Neighbour[asked];
        _user.Vector.CopyTo(_query);
        var (near, found) = (index.Search(_query, _nearest.AsSpan(0, asked)), 0);
        for (var at = 0; at < near && found < items.Length; at++)
        {
            if (without.BinarySearch(_nearest[at].Row) < 0) items[found++] = _nearest[at].Row;
        }
        return found;
    }
}
