using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Schemas.Catalogue;

/// <summary>Every topic there is, in the order of <c>schemas/topics.yaml</c>. Immutable, safe to share between threads.</summary>
public sealed class TopicCatalog
{
    private const string Resource = "topics.yaml";

    private static readonly Lazy<TopicCatalog> _shipped = new(ReadShipped);

    private readonly Dictionary<string, Topic> _byName;

    internal TopicCatalog(IReadOnlyList<Topic> topics)
    {
        All = topics;
        _byName = topics.ToDictionary(topic => topic.Name, StringComparer.Ordinal);
    }

    /// <summary>The catalogue this library was built with.</summary>
    public static TopicCatalog Shipped => _shipped.Value;

    /// <summary>Its topics, in the order of the file.</summary>
    public IReadOnlyList<Topic> All { get; }

    /// <summary>The topic of that name.</summary>
    /// <exception cref="TopicCatalogException">There is none; the message has the nearest name.</exception>
    public Topic this[string name] => TryGet(name, out var topic)
        ? topic
        : throw new TopicCatalogException(
            $"there is no topic '{name}' in the catalogue; " +
            (NearestName.To(name, _byName.Keys) is { } near ? $"did you mean '{near}'?" : $"there are {string.Join(", ", _byName.Keys)}."));

    /// <summary>Looks the topic of that name up.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Topic? topic) => _byName.TryGetValue(name, out topic);

    /// <summary>Reads a catalogue in the form of <c>schemas/topics.yaml</c>.</summary>
    /// <param name="yaml">The file's text.</param>
    /// <param name="file">How messages name the file.</param>
    /// <exception cref="TopicCatalogException">The text is no catalogue; the message names file, line, column and the remedy.</exception>
    public static TopicCatalog Parse(string yaml, string file) => new TopicCatalogReader(file).Read(yaml);

    private static TopicCatalog ReadShipped()
    {
        using var stream = typeof(TopicCatalog).Assembly.GetManifestResourceStream(Resource)
            ?? throw new TopicCatalogException($"the library was built without its resource '{Resource}'; rebuild SmartKart.Schemas.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), "schemas/topics.yaml");
    }
}
