using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>
/// Views of one source that have the same keys: their events go one way, to one task, and their state is looked up once. Immutable: its
/// arrays are what hot paths go through, and nobody writes to them.
/// </summary>
internal sealed class FeatureGroup
{
    private FeatureGroup(ViewPlan[] views)
    {
        var source = views[0].View.Source!;        // what has a plan has a source
        (Views, Topic, Each, Row) = (views, source.Topic, source.Each, source.Row);
        (KeyPlaces, TimestampPlace) = ([.. views[0].KeyPlaces], views[0].TimestampPlace);
        IsTextKey = [.. source.Keys.Select(key => key.Type == ScalarType.String)];
        Name = string.Join('-', [Topic.Name, .. Each is null ? [] : new[] { Each }, "by", .. source.Keys.Select(key => key.Name)]).Replace('.', '-');
        IsInPlace = source.Keys.Count == 1 && source.Keys[0].Name == Topic.Key;
        CarriedPlaces = [.. views.SelectMany(view => view.InputPlaces).Append(TimestampPlace).Distinct().Order()];
    }

    /// <summary>The views, at least one.</summary>
    public ViewPlan[] Views { get; }

    /// <summary>Where the events are.</summary>
    public Topic Topic { get; }

    /// <summary>The array whose elements are the rows; null where the event is.</summary>
    public string? Each { get; }

    /// <summary>How a row lies in its array.</summary>
    public RowSchema Row { get; }

    /// <summary>The places of the keys in it.</summary>
    public int[] KeyPlaces { get; }

    /// <summary>Of each key whether it is a text; the others are whole numbers.</summary>
    public bool[] IsTextKey { get; }

    /// <summary>The place of the event's time.</summary>
    public int TimestampPlace { get; }

    /// <summary>What is carried along where rows are partitioned anew: the places that count, ascending.</summary>
    public int[] CarriedPlaces { get; }

    /// <summary>What names its processors and its internal topic, such as <c>clickstream-by-product_id</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the topic is partitioned by these keys already.</summary>
    public bool IsInPlace { get; }

    /// <summary>Puts views together, in the order of the first of each group.</summary>
    public static IReadOnlyList<FeatureGroup> Of(IEnumerable<ViewPlan> views) =>
    [
        .. views
            .GroupBy(view => (view.View.Source!.Topic.Name, view.View.Source.Each, string.Join('\n', view.View.Source.Keys.Select(key => key.Name)), view.TimestampPlace))
            .Select(views => new FeatureGroup([.. views])),
    ];
}
