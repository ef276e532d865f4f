using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Histories.Mapping.Reading;

/// <summary>Reads one document of a mapping, and holds it to its topic's contract. It goes on after a fault, so that an author sees them all at once.</summary>
/// <param name="faults">Takes them.</param>
internal sealed class EventMappingReader(List<MappingFault> faults)
{
    internal const string Example = "'topic: clickstream' and 'fields: {user_id: visitor, occurred_at: time, action: {constant: view}}'";

    private static readonly string[] Keys = ["topic", "where", "zone", "id", "fields"];

    /// <summary>The document as a mapping; null where there is a fault.</summary>
    public EventMapping? Read(MappingNode document)
    {
        if (document is not KeysNode keys)
        {
            Fault(document.At, "", $"a mapping is keys and values. Write, for example, {Example}.");
            return null;
        }
        foreach (var (key, _) in keys.Entries)
            if (!Keys.Contains(key.Text)) Fault(key.At, key.Text, $"there is no such key. The keys are {string.Join(", ", Keys)}.");

        var where = Text(keys, "where");
        var zone = Text(keys, "zone");
        MappedText[] ids = keys.Find("id") switch
        {
            null => [],
            ListNode list => [.. list.Items.Select(item => AsText("id", item)).OfType<MappedText>()],
            var single => AsText("id", single) is { } id ? [id] : [],
        };
        if (Topic(keys) is not { } topic) return null;
        if (keys.Find("fields") is not KeysNode fields)
        {
            Fault(keys.Find("fields")?.At ?? keys.At, "fields", $"the event's fields are missing. Write, for example, {Example}.");
            return null;
        }
        var root = new FieldReader(faults, zone?.Text ?? "UTC").Event(fields, EventSchemas.Shipped.Of(topic));
        return new EventMapping(topic, where, ids, root);
    }

    private Topic? Topic(KeysNode keys)
    {
        if (Text(keys, "topic") is not { } name)
        {
            if (keys.Find("topic") is null) Fault(keys.At, "topic", "this key is missing. Write, for example, 'topic: clickstream'.");
            return null;
        }
        if (TopicCatalog.Shipped.TryGet(name.Text, out var topic)) return topic;
        Fault(name.At, "topic", $"there is no topic '{name.Text}'. The topics are {string.Join(", ", TopicCatalog.Shipped.All.Select(each => each.Name))}.");
        return null;
    }

    private MappedText? Text(KeysNode keys, string key) => keys.Find(key) is { } value ? AsText(key, value) : null;

    private MappedText? AsText(string key, MappingNode value)
    {
        if (value is TextNode { Text.Length: > 0 } text) return new MappedText(text.At, key, text.Text);
        Fault(value.At, key, "one text is wanted here. Write it plainly, or leave the key out.");
        return null;
    }

    private void Fault(MappingPosition at, string key, string problem) => faults.Add(new MappingFault(at, key, problem));
}
