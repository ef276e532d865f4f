using SmartKart.FeatureStore.Definitions;

namespace SmartKart.Topologies.Features.Placement;

/// <summary>
/// Which application computes which view. Views that are new at a start get an application of their own: it reads their sources from the beginning, and
/// those at work go on undisturbed. A view that was removed and comes back is new: what was kept of it lacks what happened in between.
/// </summary>
internal sealed class PlacementTable(IEnumerable<ViewPlacement> placements)
{
    private readonly Dictionary<string, ViewPlacement> _placements = placements.ToDictionary(each => each.Key, StringComparer.Ordinal);

    /// <summary>A number that no application has or had.</summary>
    public int NextGeneration => 1 + _placements.Values.Select(each => each.Generation).DefaultIfEmpty(0).Max();

    /// <summary>Which application computes a view; null where none does.</summary>
    public int? GenerationOf(FeatureView view) => _placements.TryGetValue(view.Id, out var found) && found.State == PlacementState.Placed ? found.Generation : null;

    /// <summary>What is to be remembered so that exactly these views are computed; nothing where they are.</summary>
    public IReadOnlyList<ViewPlacement> ChangesTo(IReadOnlyList<FeatureView> views)
    {
        var wanted = views.Select(view => view.Id).ToHashSet(StringComparer.Ordinal);
        var generation = NextGeneration;
        return
        [
            .. views.Where(view => GenerationOf(view) is null).Select(view => new ViewPlacement(view.Id, generation, PlacementState.Placed)),
            .. _placements.Values.Where(each => each.State == PlacementState.Placed && !wanted.Contains(each.Key)).Select(each => each with { State = PlacementState.Removed }),
        ];
    }

    /// <summary>The table with changes made.</summary>
    public PlacementTable With(IEnumerable<ViewPlacement> changes) => new(changes.Concat(_placements.Values).DistinctBy(each => each.Key));

    /// <summary>The views by their applications, the oldest first; those that none computes are left out.</summary>
    public IReadOnlyList<PlacedViews> Group(IReadOnlyList<FeatureView> views) =>
    [
        .. views
            .Where(view => GenerationOf(view) is not null)
            .GroupBy(view => GenerationOf(view)!.Value)     // it was asked for
            .OrderBy(group => group.Key)
            .Select(group => new PlacedViews(group.Key, [.. group])),
    ];
}
