using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>
/// The keys of a mapping: each is asked for by name. <see cref="Close"/> tells of the others: those that matter on a cluster only are noted and passed over,
/// those that Argo has and this machine can't do, and those that nobody knows, are faults.
/// </summary>
internal sealed class Keys(YamlMappingNode node, string path, ReadingNotes notes)
{
    private readonly List<string> _known = [];

    public YamlMappingNode Node => node;

    public ReadingNotes Notes => notes;

    public ManifestPosition At => notes.PlaceOf(node);

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public YamlNode? Find(string key)
    {
        _known.Add(key);
        return node.Children.FirstOrDefault(each => each.Key is YamlScalarNode name && name.Value == key).Value;
    }

    /// <summary>A text, a number or a truth, as it is written; null where the key isn't there.</summary>
    public SourceText? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => notes.TextOf(scalar),
        var other => Wrong<SourceText?>(other, key, "is a text. Write one after the colon."),
    };

    public SourceText Required(string key, string example) =>
        Text(key) is { Value.Length: > 0 } text ? text : Wrong<SourceText>(Find(key) ?? node, key, $"is missing. Write, for example, '{key}: {example}'.");

    public bool Switch(string key, bool otherwise) => Text(key) switch
    {
        null => otherwise,
        { Value: "true" } => true,
        { Value: "false" } => false,
        _ => Wrong<bool>(Find(key) ?? node, key, "is true or false."),
    };

    public int? Count(string key) => Text(key) switch
    {
        null => null,
        { } text when int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        { } text => Wrong<int?>(Find(key) ?? node, key, $"'{text}' is no whole number above 0."),
    };

    public Keys? Section(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode mapping => new Keys(mapping, PathOf(key), notes),
        var other => Wrong<Keys>(other, key, "is keys with values. Write them below it."),
    };

    public IEnumerable<YamlNode> List(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        var other => Wrong<IEnumerable<YamlNode>>(other, key, "is a list. Begin each of it with '- '.") ?? [],
    };

    /// <summary>A list of mappings, each by its <c>name</c>.</summary>
    public IEnumerable<(SourceText Name, Keys Keys)> Named(string key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var each in List(key))
        {
            if (Named(each, key) is not { } entry) continue;
            if (seen.Add(entry.Name.Value)) yield return entry;
            else notes.Fault(each, PathOf(key), $"'{entry.Name}' is there twice. Rename or remove one.");
        }
    }

    public (SourceText Name, Keys Keys)? Named(YamlNode each, string key)
    {
        if (each is not YamlMappingNode mapping)
        {
            notes.Fault(each, PathOf(key), "is keys with values, the first of them 'name'.");
            return null;
        }
        var name = new Keys(mapping, PathOf(key), notes).Required("name", "train");
        var keys = new Keys(mapping, $"{PathOf(key)}[{name.Value}]", notes);
        keys._known.Add("name");
        return name.Value is null ? null : (name, keys);
    }

    public IReadOnlyList<SourceText> Texts(string key)
    {
        foreach (var other in List(key).Where(each => each is not YamlScalarNode)) notes.Fault(other, PathOf(key), "is a text.");
        return [.. List(key).OfType<YamlScalarNode>().Select(notes.TextOf)];
    }

    public T? Wrong<T>(YamlNode at, string key, string problem)
    {
        notes.Fault(at, PathOf(key), problem);
        return default;
    }

    /// <summary>Tells of what wasn't asked for.</summary>
    /// <param name="clusterOnly">Keys to note and pass over.</param>
    public void Close(params IReadOnlyCollection<string> clusterOnly)
    {
        foreach (var (key, _) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (_known.Contains(name)) continue;
            if (clusterOnly.Contains(name)) notes.Ignore(key, PathOf(name));
            else if (ArgoKeys.OnlyThere.Contains(name))
                notes.Fault(key, PathOf(name), $"'{name}' is Argo's, and nothing on one machine does it. Leave it out, or submit the manifest to a cluster.");
            else notes.Fault(key, PathOf(name), $"there is no key '{name}' here. {NearestName.Remedy(name, [.. _known.Distinct()])}");
        }
    }
}
