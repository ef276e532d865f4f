using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Events;

/// <summary>
/// The rows that the last event gave to the views of one <c>each</c>: the event itself, or one row for each element of its array. They are the
/// <see cref="RowReader"/>'s, and good until it reads again. One thread at a time.
/// </summary>
public sealed class EventRows
{
    private readonly RowLayout _layout;
    private readonly EventDecoder _decoder;
    private readonly ElementBuffer? _elements;
    private readonly Scalar[] _row;

    internal EventRows(RowLayout layout, EventDecoder decoder)
    {
        _layout = layout;
        _decoder = decoder;
        _elements = layout.Elements >= 0 ? decoder.Elements[layout.Elements] : null;
        _row = new Scalar[layout.Schema.Fields.Count];
    }

    /// <summary>The array whose elements are the rows; null where the event is the row.</summary>
    public string? Each => _layout.Each;

    /// <summary>How a row lies in its array: the views' <c>Source.Row</c>.</summary>
    public RowSchema Schema => _layout.Schema;

    /// <summary>The views that read these rows, in the order in which they were given.</summary>
    public IReadOnlyList<ViewPlan> Views => _layout.Views;

    /// <summary>How many there are: 1 for an event, any number for its elements, 0 before the first event and after one that couldn't be read.</summary>
    public int Count { get; private set; }

    /// <summary>One row, for <see cref="ViewPlan.TryRead"/>.</summary>
    /// <param name="index">From 0, below <see cref="Count"/>.</param>
    /// <returns>By place, of which those are filled that some view reads; the next call fills the same array.</returns>
    public Scalar[] At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        if (_elements is null) return _row;
        var element = _elements[index];
        foreach (var (slot, place) in _layout.FromElement) _row[place] = element[slot];
        return _row;
    }

    internal void Forget() => Count = 0;

    internal void Take()
    {
        foreach (var (slot, place) in _layout.FromOuter) _row[place] = _decoder.Outer[slot];
        Count = _elements?.Count ?? 1;
    }
}
