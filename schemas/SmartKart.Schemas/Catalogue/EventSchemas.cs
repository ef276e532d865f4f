namespace SmartKart.Schemas.Catalogue;

/// <summary>
/// The event contracts, parsed: one record for each topic, and the types that several of them share. Immutable, safe to
/// share between threads.
/// </summary>
public sealed class EventSchemas
{
    private const string Folder = "events/";
    private const string SharedFolder = "events/types/";

    private static readonly Lazy<EventSchemas> _shipped = new(() => Parse(ShippedFiles()));

    private EventSchemas(IReadOnlyDictionary<string, RecordSchema> byTopic, IReadOnlyList<NamedSchema> shared)
    {
        ByTopic = byTopic;
        Shared = shared;
    }

    /// <summary>The contracts this library was built with.</summary>
    public static EventSchemas Shipped => _shipped.Value;

    /// <summary>The record of each topic, by the topic's name, which is its file's.</summary>
    public IReadOnlyDictionary<string, RecordSchema> ByTopic { get; }

    /// <summary>The types of <c>schemas/events/types</c>, by name.</summary>
    public IReadOnlyList<NamedSchema> Shared { get; }

    /// <summary>The record that is the topic's value.</summary>
    /// <exception cref="TopicCatalogException">The topic has no file, or its file another record than the catalogue says.</exception>
    public RecordSchema Of(Topic topic)
    {
        if (!ByTopic.TryGetValue(topic.Name, out var record))
            throw new TopicCatalogException(
                $"topic '{topic.Name}' has no schema. Add schemas/events/{topic.Name}.avsc, or take the topic out of schemas/topics.yaml.");
        return record.FullName == topic.ValueSchema
            ? record
            : throw new TopicCatalogException(
                $"{record.At}: topic '{topic.Name}' has the value '{topic.ValueSchema}' in schemas/topics.yaml, but its schema is '{record.FullName}'. Make them one name.");
    }

    /// <summary>Parses contracts; their types may refer to each other in any order.</summary>
    /// <param name="files">Each file's path, such as <c>events/clickstream.avsc</c> or <c>events/types/line_item.avsc</c>, and its text.</param>
    internal static EventSchemas Parse(IReadOnlyList<(string Path, string Text)> files)
    {
        var schemas = SchemaFiles.Parse([.. files.Select(file => ($"schemas/{file.Path}", file.Text))]);
        var byTopic = new SortedDictionary<string, RecordSchema>(StringComparer.Ordinal);
        var shared = new List<NamedSchema>();
        foreach (var ((path, _), schema) in files.Zip(schemas))
        {
            if (path.StartsWith(SharedFolder, StringComparison.Ordinal) && schema is NamedSchema named)
                shared.Add(named);
            else if (schema is RecordSchema record)
                byTopic.Add(Path.GetFileNameWithoutExtension(path), record);
            else
                throw new TopicCatalogException(
                    $"schemas/{path}: the file holds '{schema.FullName}', which is not a record. A topic's value is a record; other named types go to schemas/{SharedFolder}.");
        }
        return new EventSchemas(byTopic, [.. shared.OrderBy(type => type.FullName, StringComparer.Ordinal)]);
    }

    private static List<(string, string)> ShippedFiles()
    {
        var library = typeof(EventSchemas).Assembly;
        var files = new List<(string, string)>();
        foreach (var resource in library.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(library.GetManifestResourceStream(resource)!);      // its name was just listed
            files.Add((resource, reader.ReadToEnd()));
        }
        return files;
    }
}
