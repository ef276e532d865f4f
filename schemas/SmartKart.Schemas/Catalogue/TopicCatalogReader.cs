using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Schemas.Catalogue;

/// <summary>Reads the catalogue's YAML. It refuses whatever it does not know: a misspelt key must not become a default.</summary>
internal sealed class TopicCatalogReader(string file)
{
    private static readonly string[] _rootKeys = ["topics"];
    private static readonly string[] _topicKeys = ["doc", "key", "partitions", "cleanup", "retention", "value", "producer"];
    private static readonly string[] _producers = ["commerce", "streams", "serving", "jobs"];

    private static readonly Dictionary<string, CleanupPolicy> _policies = new(StringComparer.Ordinal)
    {
        ["delete"] = CleanupPolicy.Delete,
        ["compact"] = CleanupPolicy.Compact,
        ["compact+delete"] = CleanupPolicy.Compact | CleanupPolicy.Delete,
    };

    public TopicCatalog Read(string yaml)
    {
        var root = Keys(Document(yaml), "the catalogue", _rootKeys);
        if (!root.TryGetValue("topics", out var topics))
            throw new TopicCatalogException($"{file}:1:1: the catalogue has no key 'topics'. Add it, with the topics by name below it.");
        return new TopicCatalog([.. Mapping(topics, "'topics'").Select(entry => ReadTopic(entry.Key, entry.Value))]);
    }

    private YamlNode Document(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            using var text = new StringReader(yaml);
            stream.Load(text);
        }
        catch (YamlException fault)
        {
            throw new TopicCatalogException($"{At(fault.Start)}: this is not YAML: {fault.Message}", fault);
        }
        return stream.Documents.Count == 1
            ? stream.Documents[0].RootNode
            : throw new TopicCatalogException($"{file}: the file holds {stream.Documents.Count} YAML documents. Write exactly one.");
    }

    private Topic ReadTopic(YamlNode nameNode, YamlNode body)
    {
        var name = Text(nameNode, "a topic's name");
        if (!IsSnakeCase(name))
            throw Refused(nameNode, $"the topic '{name}' is not in snake case. Write small letters, digits and single underscores, a letter first.");

        var keys = Keys(body, $"topic '{name}'", _topicKeys);
        YamlNode Required(string key) => keys.TryGetValue(key, out var node)
            ? node
            : throw Refused(nameNode, $"topic '{name}' has no '{key}'. Add it.");
        string RequiredText(string key) => Text(Required(key), $"'{key}' of topic '{name}'");

        var cleanup = OneOf(Required("cleanup"), $"'cleanup' of topic '{name}'", [.. _policies.Keys]);
        return new Topic
        {
            Name = name,
            Doc = RequiredText("doc"),
            Key = RequiredText("key"),
            Partitions = ReadPartitions(name, Required("partitions")),
            Cleanup = _policies[cleanup],
            Retention = ReadRetention(name, nameNode, _policies[cleanup], keys.GetValueOrDefault("retention")),
            ValueSchema = RequiredText("value"),
            Producer = OneOf(Required("producer"), $"'producer' of topic '{name}'", _producers),
        };
    }

    private int ReadPartitions(string topic, YamlNode node)
    {
        var text = Text(node, $"'partitions' of topic '{topic}'");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw Refused(node, $"topic '{topic}' has '{text}' partitions. Write a whole number, 1 or more.");
    }

    private TimeSpan? ReadRetention(string topic, YamlNode nameNode, CleanupPolicy cleanup, YamlNode? node)
    {
        if (!cleanup.HasFlag(CleanupPolicy.Delete))
            return node is null ? null : throw Refused(node, $"topic '{topic}' is only compacted, so nothing in it grows too old. Remove 'retention', or write 'cleanup: compact+delete'.");
        if (node is null)
            throw Refused(nameNode, $"topic '{topic}' deletes old records but has no 'retention'. Add it, such as 7d.");
        var text = Text(node, $"'retention' of topic '{topic}'");
        return DurationText.TryParse(text, out var kept)
            ? kept
            : throw Refused(node, $"topic '{topic}' has the retention '{text}', which is not a duration. Write a whole number and a unit, such as 15m, 24h or 7d.");
    }

    private Dictionary<string, YamlNode> Keys(YamlNode node, string what, string[] known)
    {
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (keyNode, value) in Mapping(node, what))
        {
            var key = Text(keyNode, $"a key of {what}");
            if (!known.Contains(key))
                throw Refused(keyNode, $"{what} has the unknown key '{key}'; {Hint(key, known)}");
            keys[key] = value;
        }
        return keys;
    }

    private string OneOf(YamlNode node, string what, string[] known)
    {
        var text = Text(node, what);
        return known.Contains(text) ? text : throw Refused(node, $"{what} is '{text}'; {Hint(text, known)}");
    }

    private YamlMappingNode Mapping(YamlNode node, string what) => node is YamlMappingNode { Children.Count: > 0 } mapping
        ? mapping
        : throw Refused(node, $"{what} is not a mapping with something in it. Write 'name: value' lines below it.");

    private string Text(YamlNode node, string what) => node is YamlScalarNode { Value.Length: > 0 } scalar
        ? scalar.Value!
        : throw Refused(node, $"{what} is not a text. Write one on the same line.");

    private static string Hint(string written, string[] known) => NearestName.To(written, known) is { } near
        ? $"did you mean '{near}'?"
        : $"known are {string.Join(", ", known)}.";

    private static bool IsSnakeCase(string name) =>
        char.IsAsciiLetterLower(name[0]) && name[^1] != '_' && !name.Contains("__", StringComparison.Ordinal) &&
        name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private TopicCatalogException Refused(YamlNode node, string message) => new($"{At(node.Start)}: {message}");

    private string At(Mark mark) => string.Create(CultureInfo.InvariantCulture, $"{file}:{mark.Line}:{mark.Column}");
}
