using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads a document that declares a feature view.</summary>
internal sealed class FeatureViewReader(FaultList faults, DeclaredDefinitions declared)
{
    private static readonly string[] Known = ["feature_view", "version", "description", "entity", "entities", "source", "reads", "filter", "ttl", "features"];
    private static readonly string[] OfEvents = ["filter", "ttl"];

    internal void Read(YamlMapping document)
    {
        var faultsBefore = faults.Count;
        var path = (document.Find("feature_view") as YamlText)?.Text ?? "";
        var keys = new KeyReader(document, path, faults, Known);
        if (keys.Text("feature_view") is not { } name) return;
        Names.Check(name, "feature_view", faults);
        var view = Read(keys, name, path);
        if (view is not null && faults.Count == faultsBefore) declared.Views.Add(view);
        else declared.MarkBrokenView(name.Text);
    }

    private FeatureView? Read(KeyReader keys, YamlText name, string path)
    {
        var version = keys.Integer("version", 1, 1_000_000) ?? 1;
        if (declared.Views.Find(view => view.Name == name.Text && view.Version == version) is { } same)
            faults.Add(name.At, path, $"{same.Id} is declared already, at {same.At}. Keep one of them, or give this one version: {version + 1}.");
        var description = keys.Description();
        var entities = Entities(keys);
        var (source, fields) = Source(keys, entities);
        var reads = Reads(keys, entities);
        if (keys.Has("source") == keys.Has("reads"))
        {
            faults.Add(keys.PlaceOf("reads"), path, keys.Has("reads")
                ? "a view has a source or reads other views, not both. Move what comes from the other views to a view of its own."
                : $"this says not where its features come from. Write 'source: {SourceReader.Example}', or 'reads: [views]' for features of other views.");
        }
        var filter = keys.Text("filter") is { } condition && fields is not null
            ? new ExpressionReader(faults).Bind(condition, keys.PathOf("filter"), fields.Row, ScalarType.Boolean, fields.WhyUnreadable)
            : null;
        var ttl = Ttl(keys);
        keys.Required("features", "{views: {aggregate: count, windows: [1h, 24h]}}");
        var features = keys.Mapping("features", "{views: {aggregate: count, windows: [1h, 24h]}}");
        // Without its fields, or the views that it reads, each feature would only repeat what is wrong with those.
        var isWhole = keys.Has("source") ? fields is not null : keys.Has("reads") && reads is not null;
        if (features is null || !isWhole) return null;

        var read = new FeatureListReader(faults, keys.PathOf("features"), fields, reads ?? []).Read(features);
        if (features.Entries.Count == 0) keys.Fault("features", "the view has no features. Write one, such as views: {aggregate: count, windows: [24h]}.");
        CheckTtl(keys, ttl, read.Features);
        if (entities is null) return null;
        var view = new FeatureView
        {
            Name = name.Text,
            Version = version,
            Description = description,
            Entities = entities,
            Source = source,
            Reads = reads ?? [],
            Filter = filter,
            Ttl = ttl,
            Definitions = read.Definitions,
            Features = read.Features,
            OnDemandRow = read.OnDemandRow,
            At = name.At,
        };
        if (source is not null) declared.CheckKeyTypes(view, keys.PathOf("source.key"), keys.PlaceOf("source"));
        return view;
    }

    private Entity[]? Entities(KeyReader keys)
    {
        if (keys.Has("entity") && keys.Has("entities"))
            keys.Fault("entities", "'entity' is here too. Keep one of them: entities: [user, category] is for keys of a pair.");
        var key = keys.Has("entities") ? "entities" : "entity";
        keys.Required(key, "user");
        var names = keys.Texts(key);
        if (names.DistinctBy(name => name.Text).Count() < names.Count) keys.Fault(key, "an entity stands here twice. Keep it once.");
        Entity[] entities = [.. names.Select(name => declared.Entity(name.Text, name.At, keys.PathOf(key))).OfType<Entity>()];
        return entities.Length == names.Count && names.Count > 0 ? entities : null;
    }

    private (EventSource?, SourceFields?) Source(KeyReader keys, IReadOnlyList<Entity>? entities)
    {
        if (keys.Mapping("source", SourceReader.Example) is not { } mapping) return default;
        var joinKeys = entities?.SelectMany(entity => entity.JoinKeys).ToArray();
        return new SourceReader(faults).Read(mapping, keys.PathOf("source"), joinKeys) is { } read ? (read.Source, read.Fields) : default;
    }

    /// <summary>The views that are read; null where one of them cannot be.</summary>
    private List<FeatureView>? Reads(KeyReader keys, IReadOnlyList<Entity>? entities)
    {
        var texts = keys.Texts("reads");
        var views = new List<FeatureView>();
        foreach (var text in texts)
        {
            if (declared.View(text.Text, text.At, keys.PathOf("reads")) is not { } view) continue;
            if (view.Source is null)
                faults.Add(text.At, keys.PathOf("reads"), $"{view.Id} has no source itself. Read the views that it reads: "
                    + $"{string.Join(", ", view.Reads.Select(read => read.Id))}.");
            else if (views.Exists(other => other.Name == view.Name))
                faults.Add(text.At, keys.PathOf("reads"), $"'{view.Name}' is read already, and its features have one name. Keep one of them.");
            else if (entities is not null && !view.Entities.SequenceEqual(entities))
                faults.Add(text.At, keys.PathOf("reads"), $"{view.Id} is of {string.Join(" × ", view.Entities.Select(entity => entity.Name))}, "
                    + "and this view isn't. Views that are read have the same entities.");
            else
                views.Add(view);
        }
        return views.Count == texts.Count ? views : null;
    }

    private static TimeSpan? Ttl(KeyReader keys)
    {
        if (keys.Has("source"))
            keys.Required("ttl", "60d");
        else if (keys.Has("reads"))
        {
            foreach (var key in OfEvents.Where(keys.Has))
                keys.Fault(key, $"a view without a source keeps nothing of its own. Leave '{key}' out: the views that it reads have theirs.");
        }
        var ttl = keys.Duration("ttl");
        if (ttl < FeatureWindow.Shortest)
            keys.Fault("ttl", $"'{Durations.Format(ttl.Value)}' is less than a minute, the finest step there is. Write 1m or more.");
        return ttl;
    }

    // Features that vanish while an event is inside a window would not mean what their names say.
    private static void CheckTtl(KeyReader keys, TimeSpan? ttl, IReadOnlyList<Feature> features)
    {
        var longest = features.Where(feature => feature.Window is not null).MaxBy(feature => feature.Window!.Reach);
        if (longest?.Window is not { } window || ttl is null || ttl >= window.Reach) return;
        var enough = (int)Math.Ceiling(window.Reach / TimeSpan.FromDays(1));
        keys.Fault("ttl", $"'{longest.Name}' looks back {window} and up to {Durations.Format(window.Hop)} more, and the ttl is {Durations.Format(ttl.Value)}. "
            + $"Write 'ttl: {enough}d' or more.");
    }
}
