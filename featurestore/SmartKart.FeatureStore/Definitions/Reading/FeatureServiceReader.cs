using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads a document that declares a feature service.</summary>
internal sealed class FeatureServiceReader(FaultList faults, DeclaredDefinitions declared)
{
    internal void Read(YamlMapping document)
    {
        var faultsBefore = faults.Count;
        var path = (document.Find("feature_service") as YamlText)?.Text ?? "";
        var keys = new KeyReader(document, path, faults, ["feature_service", "description", "features"]);
        var description = keys.Description();
        if (keys.Text("feature_service") is not { } name) return;
        Names.Check(name, "feature_service", faults);
        if (declared.Services.Find(service => service.Name == name.Text) is { } same)
            faults.Add(name.At, path, $"the feature service '{name.Text}' is declared already, at {same.At}. Keep one of them.");
        keys.Required("features", "[user_activity.views_7d, product_activity.*]");
        var features = Features(keys);
        if (faults.Count == faultsBefore && features.Count > 0) declared.Services.Add(new FeatureService(name.Text, description, features, name.At));
    }

    private List<ServiceFeature> Features(KeyReader keys)
    {
        var key = keys.PathOf("features");
        var features = new List<ServiceFeature>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in keys.Texts("features"))
        {
            var (view, named) = Split(text, key);
            foreach (var feature in named)
            {
                if (seen.Add($"{view!.Id}.{feature.Name}")) features.Add(new ServiceFeature(view, feature));         // a feature comes with its view
                else faults.Add(text.At, key, $"{view.Id}.{feature.Name} is in the service already. A vector has each feature once: leave one out.");
            }
        }
        return features;
    }

    private (FeatureView? View, IReadOnlyList<Feature> Features) Split(YamlText text, string key)
    {
        var dot = text.Text.IndexOf('.');
        if (dot <= 0 || dot == text.Text.Length - 1)
        {
            faults.Add(text.At, key, $"'{text.Text}' names no feature. Write view.feature, view@version.feature, or view.* for all of them.");
            return (null, []);
        }
        var (reference, name) = (text.Text[..dot], text.Text[(dot + 1)..]);
        if (declared.View(reference, text.At, key) is not { } view) return (null, []);
        if (name == "*") return (view, view.Features);
        if (view.Find(name) is { } feature) return (view, [feature]);
        var known = view.Features.Select(known => known.Name).ToArray();
        faults.Add(text.PlaceOf(dot + 1), key, $"{view.Id} has no feature '{name}'. "
            + $"{(NearestName.Of(name, known) is { } nearest ? $"Did you mean '{nearest}'?" : $"It has {string.Join(", ", known)}.")}");
        return (null, []);
    }
}
