using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>
/// What has been read so far, and what was declared but has a fault: whoever names the latter gets no fault of its own for it.
/// </summary>
internal sealed class DeclaredDefinitions(FaultList faults)
{
    private readonly HashSet<string> _brokenViews = new(StringComparer.Ordinal);
    private readonly HashSet<string> _brokenEntities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ScalarType Type, FeatureView View)> _keyTypes = new(StringComparer.Ordinal);

    internal List<Entity> Entities { get; } = [];

    internal List<FeatureView> Views { get; } = [];

    internal List<FeatureService> Services { get; } = [];

    internal void MarkBrokenEntity(string name) => _brokenEntities.Add(name);

    internal void MarkBrokenView(string name) => _brokenViews.Add(name);

    /// <summary>The entity of that name; null where there is none, or where it has a fault of its own.</summary>
    internal Entity? Entity(string name, DefinitionPosition at, string key)
    {
        if (Entities.Find(entity => entity.Name == name) is { } found) return found;
        if (!_brokenEntities.Contains(name))
            faults.Add(at, key, $"there is no entity '{name}'. "
                + $"{Remedy(name, Entities.Select(entity => entity.Name), $"Declare it: 'entity: {name}' and 'join_keys: [{name}_id]'.")}");
        return null;
    }

    /// <summary>The view that <c>name</c> or <c>name@version</c> means; null where there is none, or where it has a fault of its own.</summary>
    internal FeatureView? View(string reference, DefinitionPosition at, string key)
    {
        var name = reference.Split('@')[0];
        if (_brokenViews.Contains(name)) return null;
        var versions = Views.FindAll(view => view.Name == name);
        var meant = name == reference ? versions : versions.FindAll(view => view.Id == reference);
        if (meant.Count == 1) return meant[0];
        if (versions.Count == 0)
            faults.Add(at, key, $"there is no feature view '{name}'. {Remedy(name, Views.Select(view => view.Name), "Declare it, or leave it out.")}");
        else if (meant.Count == 0)
            faults.Add(at, key, $"there is no '{reference}'. There is {string.Join(" and ", versions.Select(view => view.Id))}: write one of them.");
        else
            faults.Add(at, key, $"'{name}' has the versions {string.Join(" and ", versions.Select(view => view.Version))}. Say which: {versions[^1].Id}.");
        return null;
    }

    /// <summary>Holds a view's keys to the types that they have in the views before it: a store's key has one form.</summary>
    internal void CheckKeyTypes(FeatureView view, string key, DefinitionPosition at)
    {
        foreach (var (joinKey, field) in view.JoinKeys.Zip(view.Source!.Keys))               // only views with a source come here
        {
            if (_keyTypes.TryAdd(joinKey, (field.Type, view)) || _keyTypes[joinKey].Type == field.Type) continue;
            faults.Add(at, key, $"the join key '{joinKey}' is a {field.Type} here ('{field.Name}') and a {_keyTypes[joinKey].Type} in "
                + $"{_keyTypes[joinKey].View.Id}. Take a field of the same type.");
        }
    }

    private static string Remedy(string name, IEnumerable<string> known, string otherwise) =>
        NearestName.Of(name, known.Distinct()) is { } nearest ? $"Did you mean '{nearest}'?" : otherwise;
}
