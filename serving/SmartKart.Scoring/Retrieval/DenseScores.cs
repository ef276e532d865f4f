using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Retrieval;

/// <summary>Of a model that knows no other way than to score all items.</summary>
internal sealed class DenseScores(IRecommender model) : UserScores
{
    private readonly float[] _scores = new float[model.Items];
    private float[] _best = [];

    public override void Begin(int user, ReadOnlySpan<int> history)
    {
        model.Score(new UserBatch(user, [0, history.Length], history), _scores);
        StandardScores.Standardise(_scores);
    }

    public override int Best(ReadOnlySpan<int> without, Span<int> items)
    {
        if (_best.Length < items.Length) _best = new float[items.Length];
        return TopK.Select(_scores, without, items, _best);
    }

    public override void Score(ReadOnlySpan<int> items, Span<float> scores, int stride)
    {
        for (var at = 0; at < items.Length; at++) scores[at * stride] = _scores[items[at]];
    }

    public override bool Explain(ReadOnlySpan<int> history, int item, Span<float> contributions)
    {
        if (model is not IExplains explains) return false;
        explains.Explain(history, item, 1, contributions);
        return true;
    }
}
