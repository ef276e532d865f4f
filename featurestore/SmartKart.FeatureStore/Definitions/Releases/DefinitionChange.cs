namespace SmartKart.FeatureStore.Definitions.Releases;

/// <summary>What became of a view or feature.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,
    /// <summary>It is gone.</summary>
    Removed,
    /// <summary>It means something else.</summary>
    Changed,
}

/// <summary>What became of one feature of a changed view.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Kind">Added, removed or computed otherwise.</param>
public sealed record FeatureChange(string Feature, ChangeKind Kind);

/// <summary>What became of one view between two states of the definitions. Meaning counts, not text.</summary>
/// <param name="View">Name and version.</param>
/// <param name="Kind">Added, removed or changed.</param>
/// <param name="Features">
/// The features that differ; of an added or removed view all of them. Empty for a changed view whose source, key, filter, ttl or order of
/// features differs, and nothing else.
/// </param>
public sealed record DefinitionChange(string View, ChangeKind Kind, IReadOnlyList<FeatureChange> Features)
{
    /// <summary>For people, in one line.</summary>
    public string Summary => Kind != ChangeKind.Changed ? string.Join(", ", Features.Select(change => change.Feature))
        : Features.Count == 0 ? "source, key, filter, ttl or the order of features"
        : string.Join("; ", Features.GroupBy(change => change.Kind).OrderBy(group => group.Key)
            .Select(group => $"{group.Key.ToString().ToLowerInvariant()} {string.Join(", ", group.Select(change => change.Feature))}"));

    /// <summary>The views that differ, by name.</summary>
    public static IReadOnlyList<DefinitionChange> Between(ReleasedViews before, ReleasedViews after)
    {
        var changes = new List<DefinitionChange>();
        foreach (var id in before.ById.Keys.Union(after.ById.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (before.ById.GetValueOrDefault(id), after.ById.GetValueOrDefault(id));
            if (old?.View != now?.View) changes.Add(new DefinitionChange(id, KindOf(old, now), [.. FeaturesOf(old, now)]));
        }
        return changes;
    }

    private static IEnumerable<FeatureChange> FeaturesOf(ViewFingerprint? before, ViewFingerprint? after)
    {
        var (old, now) = (before?.Features ?? Nothing, after?.Features ?? Nothing);
        foreach (var name in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (was, isNow) = (old.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (was != isNow) yield return new FeatureChange(name, KindOf(was, isNow));
        }
    }

    private static readonly Dictionary<string, string> Nothing = [];

    private static ChangeKind KindOf(object? before, object? after) =>
        before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed;
}
