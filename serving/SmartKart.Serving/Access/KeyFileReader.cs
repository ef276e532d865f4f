using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Serving.Access;

/// <summary>Reads a file of keys, YAML or JSON. It refuses whatever it doesn't know: a misspelt limit must not become none.</summary>
/// <param name="file">Its path, for what is said of it.</param>
/// <param name="time">By which requests are counted.</param>
internal sealed class KeyFileReader(string file, TimeProvider time)
{
    /// <summary>The highest rate, and the largest burst.</summary>
    public const int RequestsMax = 1_000_000;

    private const int NameLengthMax = 100;
    private const string Keys = "keys", Name = "name", Hash = "sha256", Scopes = "scopes", Rate = "requests_per_s", Burst = "burst";
    private static readonly string[] RootFields = [Keys], KeyFields = [Name, Hash, Scopes, Rate, Burst];

    /// <summary>Reads it.</summary>
    /// <exception cref="KeyFileException">It can't be used.</exception>
    public IReadOnlyList<ApiKey> Read(string text)
    {
        var root = Fields(Document(text), "the file", RootFields);
        if (!root.TryGetValue(Keys, out var list) || list is not YamlSequenceNode keys)
            throw new KeyFileException($"{file}:1: the file has no list '{Keys}'. Write 'keys:', and below it what 'smartkart serve key' prints.");
        var read = new List<ApiKey>();
        foreach (var node in keys)
        {
            var key = ReadKey(node);
            if (read.Any(other => other.Name == key.Name)) throw Refused(node, $"there are two keys named '{key.Name}'. Give each a name of its own.");
            if (read.FirstOrDefault(other => other.Hash == key.Hash) is { } same)
                throw Refused(node, $"the keys '{same.Name}' and '{key.Name}' have the same {Hash}. Make a secret for each with 'smartkart serve key'.");
            read.Add(key);
        }
        return read;
    }

    private YamlNode Document(string text)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            stream.Load(reader);
        }
        catch (YamlException fault)
        {
            throw new KeyFileException($"{file}:{fault.Start.Line}: this is neither YAML nor JSON: {fault.Message}", fault);
        }
        return stream.Documents.Count == 1
            ? stream.Documents[0].RootNode
            : throw new KeyFileException($"{file}:1: the file holds {stream.Documents.Count} documents. Write one.");
    }

    private ApiKey ReadKey(YamlNode node)
    {
        var fields = Fields(node, "a key", KeyFields);
        var name = Required(node, fields, Name, "a key");
        var what = $"the key '{name}'";
        if (name.Length > NameLengthMax) throw Refused(fields[Name], $"a key's name is {name.Length} characters long. Write {NameLengthMax} at most.");
        var hash = SecretHash.Parse(Required(node, fields, Hash, what))
            ?? throw Refused(
                fields[Hash], $"'{Hash}' of {what} is no SHA-256. Write its {SecretHash.TextLength} hex digits; 'smartkart serve key' prints them.");
        var rate = Number(fields.GetValueOrDefault(Rate) ?? throw Missing(node, Rate, what), $"'{Rate}' of {what}");
        var burst = fields.TryGetValue(Burst, out var most) ? ReadBurst(most, what) : (int)Math.Ceiling(rate);
        return new ApiKey(name, hash, ReadScopes(node, fields, what), rate, burst, new TokenBucket(rate, burst, time));
    }

    private int ReadBurst(YamlNode node, string what) =>
        Number(node, $"'{Burst}' of {what}") is >= 1 and var burst && double.IsInteger(burst)
            ? (int)burst
            : throw Refused(node, $"'{Burst}' of {what} is '{Text(node)}'. Write a whole number, 1 or more.");

    private Scope ReadScopes(YamlNode key, Dictionary<string, YamlNode> fields, string what)
    {
        var list = fields.GetValueOrDefault(Scopes) ?? throw Missing(key, Scopes, what);
        if (list is not YamlSequenceNode { Children.Count: > 0 } names)
            throw Refused(list, $"'{Scopes}' of {what} is no list. Write some of [{string.Join(", ", ScopeNames.All)}].");
        return names.Aggregate(Scope.None, (scopes, name) => scopes | (ScopeNames.Find(Text(name) ?? "")
            ?? throw Refused(name, $"{what} has the scope '{Text(name)}', which there is not. There are {string.Join(", ", ScopeNames.All)}.")));
    }

    private double Number(YamlNode node, string what) =>
        double.TryParse(Text(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= RequestsMax
            ? number
            : throw Refused(node, $"{what} is '{Text(node)}'. Write a number above 0, {RequestsMax} at most.");

    private Dictionary<string, YamlNode> Fields(YamlNode node, string what, string[] known)
    {
        if (node is not YamlMappingNode mapping) throw Refused(node, $"{what} is no mapping. Write 'name: value' lines.");
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (field, value) in mapping)
        {
            var name = Text(field) ?? "";
            if (!known.Contains(name)) throw Refused(field, $"{what} has '{name}', which means nothing here. It may have {string.Join(", ", known)}.");
            fields[name] = value;
        }
        return fields;
    }

    private string Required(YamlNode key, Dictionary<string, YamlNode> fields, string field, string what) =>
        fields.TryGetValue(field, out var node) && Text(node) is { Length: > 0 } text ? text : throw Missing(key, field, what);

    private KeyFileException Missing(YamlNode node, string field, string what) => Refused(node, $"{what} has no '{field}'. Add it.");

    private KeyFileException Refused(YamlNode node, string message) => new($"{file}:{node.Start.Line}: {message}");

    private static string? Text(YamlNode node) => (node as YamlScalarNode)?.Value;
}
