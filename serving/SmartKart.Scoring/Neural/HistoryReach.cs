using System.Numerics;
using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Neural;

/// <summary>
/// What a history says of every item that isn't in it: how strongly its items point there, which of them most, and how many. Items are added one by one, so
/// that a user's history is walked through once. One thread's; hot path: allocates nothing.
/// </summary>
/// <param name="facts">Of the items.</param>
public sealed class HistoryReach(ItemFacts facts)
{
    private readonly float[] _sums = new float[facts.Items], _strongest = new float[facts.Items], _sorted = new float[facts.Items];
    private readonly int[] _nearest = new int[facts.Items], _pointing = new int[facts.Items], _order = new int[facts.Items];
    private readonly bool[] _isIn = new bool[facts.Items];
    private readonly int[] _ofCategory = new int[facts.CategoryCount];

    /// <summary>How many items the history has.</summary>
    public int Count { get; private set; }

    /// <summary>The category that most of its items are of, of several the lowest; 0 where none is known.</summary>
    public int MainCategory { get; private set; }

    /// <summary>Begins another history.</summary>
    public void Clear()
    {
        (Count, MainCategory) = (0, 0);
        Array.Clear(_ofCategory);
        Array.Clear(_pointing);
        Array.Clear(_sums);
        Array.Clear(_strongest);
        Array.Clear(_isIn);
    }

    /// <summary>Adds an item to the history.</summary>
    /// <param name="item">Which; not one that is in it.</param>
    /// <param name="targets">The items that it points to.</param>
    /// <param name="weights">How strongly; 0 for not at all.</param>
    public void Add(int item, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        Count++;
        (_isIn[item], _sums[item], _pointing[item]) = (true, 0, 0);
        var category = facts.Categories.Span[item];
        var count = ++_ofCategory[category];
        var most = MainCategory == 0 ? 0 : _ofCategory[MainCategory];
        if (category > 0 && (count > most || (count == most && category < MainCategory))) MainCategory = category;
        for (var at = 0; at < targets.Length; at++)
        {
            var (target, weight) = (targets[at], weights[at]);
            if (_isIn[target] || !(weight > 0)) continue;
            _sums[target] += weight;
            _pointing[target]++;
            // Of equal ones the lower item, so that a history says the same in any order.
            if (_pointing[target] > 1 && (weight < _strongest[target] || (weight == _strongest[target] && item > _nearest[target]))) continue;
            (_strongest[target], _nearest[target]) = (weight, item);
        }
    }

    /// <summary>How strongly the history points to an item, summed; 0 for not at all.</summary>
    public float Sum(int item) => _sums[item];

    /// <summary>How many of its items do.</summary>
    public int Pointing(int item) => _pointing[item];

    /// <summary>Which of them most, and how strongly; -1 for none.</summary>
    public (int Item, float Weight) Nearest(int item) => _pointing[item] > 0 ? (_nearest[item], _strongest[item]) : (-1, 0);

    /// <summary>How many of its items are of an item's category; 0 where that isn't known.</summary>
    public int OfCategory(int item) => facts.Categories.Span[item] is > 0 and var category ? _ofCategory[category] : 0;

    /// <summary>An item's place, from 1, among those that the history points to; 0 for one that it doesn't.</summary>
    public int Place(int item)
    {
        var own = _sums[item];
        return own > 0 ? 1 + CountAbove(own) : 0;
    }

    /// <summary>The places of all items. It sorts once, where asking for each would count once an item.</summary>
    public void Places(Span<int> places)
    {
        var count = 0;
        for (var item = 0; item < _sums.Length; item++)
        {
            if (!(_sums[item] > 0))
            {
                places[item] = 0;
                continue;
            }
            (_sorted[count], _order[count++]) = (-_sums[item], item);
        }
        Array.Sort(_sorted, _order, 0, count);
        for (var (at, place) = (0, 1); at < count; at++)
        {
            if (at > 0 && _sorted[at] != _sorted[at - 1]) place = at + 1;       // equal ones have the same
            places[_order[at]] = place;
        }
    }

    private int CountAbove(float own)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(_sums);
        var (bound, counts, count) = (new Vector<float>(own), Vector<int>.Zero, 0);
        foreach (var vector in vectors) counts -= Vector.GreaterThan(vector, bound);
        foreach (var sum in _sums.AsSpan(vectors.Length * Vector<float>.Count)) count += sum > own ? 1 : 0;
        return count + Vector.Sum(counts);
    }
}
