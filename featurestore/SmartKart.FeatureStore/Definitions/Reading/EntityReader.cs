using SmartKart.FeatureStore.Definitions.Reading.Yaml;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads a document that declares an entity.</summary>
internal sealed class EntityReader(FaultList faults, DeclaredDefinitions declared)
{
    internal void Read(YamlMapping document)
    {
        var faultsBefore = faults.Count;
        var path = (document.Find("entity") as YamlText)?.Text ?? "";
        var keys = new KeyReader(document, path, faults, ["entity", "join_keys", "description"]);
        var description = keys.Description();
        if (keys.Text("entity") is not { } name) return;
        Names.Check(name, "entity", faults);
        if (declared.Entities.Find(entity => entity.Name == name.Text) is { } same)
            faults.Add(name.At, path, $"the entity '{name.Text}' is declared already, at {same.At}. Keep one of them.");
        keys.Required("join_keys", $"[{name.Text}_id]");
        var joinKeys = keys.Texts("join_keys");
        foreach (var joinKey in joinKeys)
        {
            Names.Check(joinKey, keys.PathOf("join_keys"), faults);
            if (joinKeys.Count(each => each.Text == joinKey.Text) > 1)
                faults.Add(joinKey.At, keys.PathOf("join_keys"), $"'{joinKey.Text}' stands here twice. Keep it once.");
            if (declared.Entities.Find(entity => entity.JoinKeys.Contains(joinKey.Text)) is { } other && other.Name != name.Text)
                faults.Add(joinKey.At, keys.PathOf("join_keys"), $"'{joinKey.Text}' is the join key of '{other.Name}' already, "
                    + "and says which entity is meant. Choose another.");
        }
        if (faults.Count > faultsBefore) declared.MarkBrokenEntity(name.Text);
        else declared.Entities.Add(new Entity(name.Text, [.. joinKeys.Select(joinKey => joinKey.Text)], description, name.At));
    }
}
