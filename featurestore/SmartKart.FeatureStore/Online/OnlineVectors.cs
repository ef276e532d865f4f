using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online;

/// <summary>
/// What a read gives: one vector per row of keys, entities × features, and of each view that it was read from a status and an age. The caller's,
/// and reusable: it keeps its arrays, so that reading into it again allocates nothing. Not thread safe.
/// </summary>
public sealed class OnlineVectors
{
    private readonly int[] _lists;
    private readonly int[] _listOf;
    private Scalar[] _values = [];
    private (OnlineStatus Status, long Newest)[] _sources = [];
    private (int From, int Items, int Weights)[] _ranges = [];
    private Scalar[] _items = [];
    private double[] _weights = [];
    private int _itemCount;

    /// <summary>Room for vectors of a service.</summary>
    public OnlineVectors(ServicePlan plan)
    {
        Plan = plan;
        _lists = [.. Enumerable.Range(0, plan.Features.Count).Where(feature => plan.Features[feature].Feature.Type.Shape != FeatureShape.Single)];
        _listOf = [.. Enumerable.Range(0, plan.Features.Count).Select(feature => Array.IndexOf(_lists, feature))];
    }

    /// <summary>What they are vectors of.</summary>
    public ServicePlan Plan { get; }

    /// <summary>How many there are; 0 after a read that failed.</summary>
    public int Rows { get; private set; }

    /// <summary>The instant that they are as of, in microseconds since 1970.</summary>
    public long Now { get; private set; }

    /// <summary>A vector: one value for each feature of the plan, or NULL; of a list, its length.</summary>
    /// <param name="row">Which row of keys.</param>
    public ReadOnlySpan<Scalar> Values(int row) => _values.AsSpan(Checked(row) * Plan.Features.Count, Plan.Features.Count);

    /// <summary>The items of a list, or the keys of a ranking; none of a feature of one value.</summary>
    /// <param name="row">Which row of keys.</param>
    /// <param name="feature">The feature's place in <see cref="ServicePlan.Features"/>.</param>
    public ReadOnlySpan<Scalar> Items(int row, int feature)
    {
        if (_listOf[feature] < 0) return [];
        var range = _ranges[(Checked(row) * _lists.Length) + _listOf[feature]];
        return _items.AsSpan(range.From, range.Items);
    }

    /// <summary>The weights of a ranking's keys; none of a feature of another shape.</summary>
    /// <param name="row">Which row of keys.</param>
    /// <param name="feature">The feature's place in <see cref="ServicePlan.Features"/>.</param>
    public ReadOnlySpan<double> Weights(int row, int feature)
    {
        if (_listOf[feature] < 0) return [];
        var range = _ranges[(Checked(row) * _lists.Length) + _listOf[feature]];
        return _weights.AsSpan(range.From, range.Weights);
    }

    /// <summary>What the store had of a row's entity.</summary>
    /// <param name="row">Which row of keys.</param>
    /// <param name="source">The view's place in <see cref="ServicePlan.Sources"/>.</param>
    public OnlineStatus Status(int row, int source) => _sources[(Checked(row) * Plan.Sources.Count) + source].Status;

    /// <summary>The time of the entity's newest event, in microseconds since 1970; null if there is none.</summary>
    /// <param name="row">Which row of keys.</param>
    /// <param name="source">The view's place in <see cref="ServicePlan.Sources"/>.</param>
    public long? NewestEvent(int row, int source) =>
        _sources[(Checked(row) * Plan.Sources.Count) + source].Newest is var newest and not long.MinValue ? newest : null;

    /// <summary>How long ago that was; null if there is none. Less than 0 for an event ahead of the asked instant.</summary>
    /// <param name="row">Which row of keys.</param>
    /// <param name="source">The view's place in <see cref="ServicePlan.Sources"/>.</param>
    public TimeSpan? Age(int row, int source) => NewestEvent(row, source) is { } newest ? TimeSpan.FromMicroseconds(Now - newest) : null;

    internal void Begin(int rows, long now)
    {
        Rows = 0;
        Now = now;
        _itemCount = 0;
        if (_values.Length < rows * Plan.Features.Count) _values = new Scalar[rows * Plan.Features.Count];
        if (_sources.Length < rows * Plan.Sources.Count) _sources = new (OnlineStatus, long)[rows * Plan.Sources.Count];
        if (_ranges.Length < rows * _lists.Length) _ranges = new (int, int, int)[rows * _lists.Length];
    }

    internal void Set(int row, int source, OnlineStatus status, long? newest) =>
        _sources[(row * Plan.Sources.Count) + source] = (status, newest ?? long.MinValue);

    /// <summary>Takes the next row's vector, whose sources are set.</summary>
    internal void Add(FeatureRow vector)
    {
        vector.Finish(Now, _values.AsSpan(Rows * Plan.Features.Count, Plan.Features.Count));
        for (var list = 0; list < _lists.Length; list++)
        {
            var items = vector.Items(_lists[list]);
            var weights = vector.Weights(_lists[list]);
            if (_items.Length < _itemCount + items.Length)
            {
                Array.Resize(ref _items, Math.Max(64, 2 * (_itemCount + items.Length)));
                Array.Resize(ref _weights, _items.Length);
            }
            items.CopyTo(_items.AsSpan(_itemCount));
            weights.CopyTo(_weights.AsSpan(_itemCount));
            _ranges[(Rows * _lists.Length) + list] = (_itemCount, items.Length, weights.Length);
            _itemCount += items.Length;
        }
        Rows++;
    }

    private int Checked(int row) => (uint)row < (uint)Rows ? row : throw new ArgumentOutOfRangeException(nameof(row), row, $"There are {Rows} vectors.");
}
