using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads the <c>source</c> of a view, and holds it to the event contracts.</summary>
internal sealed class SourceReader(FaultList faults)
{
    internal const string Example = "{topic: clickstream, key: user_id, timestamp: occurred_at}";

    /// <summary>The source and the fields of its events, or null where it is unsound and there is a fault.</summary>
    /// <param name="source">As written.</param>
    /// <param name="path">What it is part of, for messages.</param>
    /// <param name="joinKeys">The columns of the view's key; null where they aren't known.</param>
    internal (EventSource Source, SourceFields Fields)? Read(YamlMapping source, string path, IReadOnlyList<string>? joinKeys)
    {
        var faultsBefore = faults.Count;
        var keys = new KeyReader(source, path, faults, ["topic", "each", "key", "timestamp"]);
        var each = keys.Text("each");
        var timestampName = keys.RequiredText("timestamp", "occurred_at");
        keys.Required("key", "user_id");
        if (keys.RequiredText("topic", "clickstream") is not { } topicName || Topic(topicName, keys) is not { } topic) return null;

        var record = EventSchemas.Shipped.Of(topic);
        var arrays = new SourceFields(record, each: null).Arrays;
        if (each is not null && !arrays.Contains(each.Text))
        {
            keys.Fault("each", $"{topic.Name} has no list '{each.Text}' to take one by one. "
                + (arrays.Count == 0 ? "It has no list: leave 'each' out." : $"It has {string.Join(", ", arrays)}."));
            return null;
        }
        var fields = new SourceFields(record, each?.Text);
        var row = fields.Row;
        var keyFields = keys.Texts("key").Select(key => Field(key, keys.PathOf("key"), fields, row, ScalarType.String, ScalarType.Int64)).ToArray();
        var timestamp = timestampName is null ? null : Field(timestampName, keys.PathOf("timestamp"), fields, row, ScalarType.Timestamp);
        if (joinKeys is not null && keys.Has("key") && joinKeys.Count != keyFields.Length)
            keys.Fault("key", $"the key has {joinKeys.Count} columns ({string.Join(", ", joinKeys)}), and {keyFields.Length} fields are given. "
                + "Write a field for each, in their order.");
        return faults.Count > faultsBefore || timestamp is null
            ? null
            : (new EventSource(topic, each?.Text, [.. keyFields.OfType<RowField>()], timestamp, row), fields);
    }

    private static Topic? Topic(YamlText name, KeyReader keys)
    {
        if (TopicCatalog.Shipped.TryGet(name.Text, out var topic)) return topic;
        var known = TopicCatalog.Shipped.All.Select(each => each.Name).ToArray();
        keys.Fault("topic", $"there is no topic '{name.Text}'. "
            + $"{(NearestName.Of(name.Text, known) is { } nearest ? $"Did you mean '{nearest}'?" : $"The topics are {string.Join(", ", known)}.")}");
        return null;
    }

    private RowField? Field(YamlText name, string key, SourceFields fields, RowSchema row, params IReadOnlyList<ScalarType> types)
    {
        var place = row.PlaceOf(name.Text);
        if (place >= 0 && types.Contains(row.Fields[place].Type)) return row.Fields[place];
        faults.Add(name.At, key, place >= 0
            ? $"'{name.Text}' is a {row.Fields[place].Type}, and a {string.Join(" or ", types)} is wanted here. Choose another field."
            : fields.WhyUnreadable(name.Text)
                ?? $"there is no field '{name.Text}'. "
                    + (row.Nearest(name.Text) is { } nearest
                        ? $"Did you mean '{nearest}'?"
                        : $"The fields are {string.Join(", ", row.Fields.Select(field => field.Name))}."));
        return null;
    }
}
