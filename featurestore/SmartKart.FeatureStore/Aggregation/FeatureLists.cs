using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Aggregation;

/// <summary>
/// The lists among a view's results: items, and the weight of each where the aggregate ranks by one. Reusable: it keeps its arrays, so that
/// reading into one again allocates nothing. Not thread safe.
/// </summary>
public sealed class FeatureLists
{
    private Scalar[] _items = new Scalar[64];
    private double[] _weights = new double[64];
    private (int From, int Length)[] _ranges = [];
    private int _count;
    private int _from;

    /// <summary>The items of a result, in its order; none if it is not a list.</summary>
    /// <param name="result">The place of the result in the plan's.</param>
    public ReadOnlySpan<Scalar> Items(int result) => _items.AsSpan(_ranges[result].From, _ranges[result].Length);

    /// <summary>The weight of each item: a count, a sum or a decayed sum; 0 in last_k.</summary>
    /// <param name="result">The place of the result in the plan's.</param>
    public ReadOnlySpan<double> Weights(int result) => _weights.AsSpan(_ranges[result].From, _ranges[result].Length);

    internal void Clear(int results)
    {
        if (_ranges.Length < results) _ranges = new (int, int)[results];
        Array.Clear(_ranges);
        _count = 0;
    }

    internal void Begin() => _from = _count;

    internal void End(int result) => _ranges[result] = (_from, _count - _from);

    internal void Add(in Scalar item, double weight)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, 2 * _count);
            Array.Resize(ref _weights, 2 * _count);
        }
        (_items[_count], _weights[_count]) = (item, weight);
        _count++;
    }

    /// <summary>Puts an item where it belongs among those since <see cref="Begin"/>: the greatest weight first, then the least key.</summary>
    /// <param name="item">The key.</param>
    /// <param name="weight">What ranks it.</param>
    /// <param name="length">At most so many stay.</param>
    /// <param name="type">The key's, for its order.</param>
    internal void AddRanked(in Scalar item, double weight, int length, ScalarType type)
    {
        if (_count - _from == length)
        {
            if (length == 0 || !IsBefore(item, weight, _count - 1, type)) return;
            _count--;
        }
        Add(item, weight);
        for (var at = _count - 1; at > _from && IsBefore(item, weight, at - 1, type); at--)
        {
            (_items[at], _weights[at]) = (_items[at - 1], _weights[at - 1]);
            (_items[at - 1], _weights[at - 1]) = (item, weight);
        }
    }

    private bool IsBefore(in Scalar item, double weight, int at, ScalarType type) =>
        weight > _weights[at] || (weight == _weights[at] && ScalarOrder.Compare(type, item, _items[at]) < 0);
}
