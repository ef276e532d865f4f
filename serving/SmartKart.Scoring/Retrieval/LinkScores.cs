using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Retrieval;

/// <summary>
/// Of a model whose items point to some others: only those that the history points to are touched. All others score 0, which enters into the mean and the
/// deviation; they are never among the best, for the model says nothing about them.
/// </summary>
internal sealed class LinkScores(ItemSimilarityModel model) : UserScores
{
    private readonly float[] _sums = new float[model.Items];
    private readonly uint[] _touchedIn = new uint[model.Items];     // the turn in which an item's sum was begun
    private int[] _touched = new int[1024];
    private ulong[] _keys = new ulong[1024];
    private int _count;
    private uint _turn;
    private float _mean, _deviation;

    public override void Begin(int user, ReadOnlySpan<int> history)
    {
        NextTurn();
        foreach (var item in history)
        {
            var targets = model.Neighbours(item, out var weights);
            if (_touched.Length < _count + targets.Length) Array.Resize(ref _touched, Math.Max(2 * _touched.Length, _count + targets.Length));
            for (var at = 0; at < targets.Length; at++)
            {
                var target = targets[at];
                if (_touchedIn[target] == _turn) _sums[target] += weights[at];
                else (_touchedIn[target], _sums[target], _touched[_count++]) = (_turn, weights[at], target);
            }
        }
        Measure();
    }

    public override int Best(ReadOnlySpan<int> without, Span<int> items)
    {
        if (_keys.Length < _count) _keys = new ulong[_touched.Length];
        var wanted = 0;
        foreach (var item in _touched.AsSpan(0, _count))
        {
            if (_sums[item] > 0 && without.BinarySearch(item) < 0) _keys[wanted++] = SortKey.Of(_sums[item], item);
        }
        if (wanted > items.Length) _keys.AsSpan(0, wanted).Sort();
        var found = Math.Min(wanted, items.Length);
        for (var at = 0; at < found; at++) items[at] = SortKey.Item(_keys[at]);
        return found;
    }

    public override void Score(ReadOnlySpan<int> items, Span<float> scores, int stride)
    {
        for (var at = 0; at < items.Length; at++)
        {
            var sum = _touchedIn[items[at]] == _turn ? _sums[items[at]] : 0;
            scores[at * stride] = _deviation > 0 ? (sum - _mean) / _deviation : 0;
        }
    }

    public override bool Explain(ReadOnlySpan<int> history, int item, Span<float> contributions)
    {
        model.Explain(history, item, 1, contributions);
        return true;
    }

    private void NextTurn()
    {
        _count = 0;
        if (++_turn != 0) return;
        Array.Clear(_touchedIn);
        _turn = 1;
    }

    private void Measure()
    {
        var sum = 0d;
        foreach (var item in _touched.AsSpan(0, _count)) sum += _sums[item];
        var mean = sum / model.Items;
        var squares = (model.Items - _count) * mean * mean;
        foreach (var item in _touched.AsSpan(0, _count)) squares += (_sums[item] - mean) * (_sums[item] - mean);
        (_mean, _deviation) = ((float)mean, (float)Math.Sqrt(squares / model.Items));
    }
}
