using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>How rows are put together from what a decoder keeps: slots → places. Immutable.</summary>
/// <param name="Each">The array whose elements are the rows; null where the event is the row.</param>
/// <param name="Schema">Of a row.</param>
/// <param name="Views">Which read it.</param>
/// <param name="Elements">The decoder's buffer of elements, or <see cref="ReadStep.None"/>.</param>
/// <param name="FromOuter">Of the event's own fields.</param>
/// <param name="FromElement">Of an element's.</param>
internal sealed record RowLayout(
    string? Each, RowSchema Schema, IReadOnlyList<ViewPlan> Views, int Elements, SlotPlace[] FromOuter, SlotPlace[] FromElement)
{
    /// <summary>A layout whose fields are kept from now on.</summary>
    /// <param name="source">Whose rows these are.</param>
    /// <param name="views">Which read them.</param>
    /// <param name="places">The places of the row that are filled.</param>
    /// <param name="outer">Numbers the fields of the event.</param>
    /// <param name="elementsIndex">The buffer of its elements.</param>
    /// <param name="elements">Numbers the fields of an element.</param>
    internal static RowLayout Of(
        EventSource source, IReadOnlyList<ViewPlan> views, IEnumerable<int> places, FieldSlots outer, int elementsIndex, FieldSlots elements)
    {
        var (fromOuter, fromElement) = (new List<SlotPlace>(), new List<SlotPlace>());
        foreach (var place in places.Distinct().Order())
        {
            var path = source.Row.Fields[place].Name;
            if (source.Each is { } each && (path == each || path.StartsWith(each + ".", StringComparison.Ordinal)))
                fromElement.Add(new SlotPlace(elements.Keep(path), place));
            else
                fromOuter.Add(new SlotPlace(outer.Keep(path), place));
        }
        return new RowLayout(source.Each, source.Row, views, source.Each is null ? ReadStep.None : elementsIndex, [.. fromOuter], [.. fromElement]);
    }
}

/// <summary>From where to where.</summary>
internal readonly record struct SlotPlace(int Slot, int Place);
