using System.Globalization;
using System.Security.Cryptography;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Scoring.Artifacts;

/// <summary>
/// The file <c>MLmodel</c> of a model's folder, as MLflow has it: here one flavour, <c>smartkart</c>, that tells the type of model and what each of its files must be.
/// </summary>
/// <param name="Type">Such as <c>recommender</c>.</param>
/// <param name="Facts">What else was said of it, such as <c>run_id</c>.</param>
/// <param name="Bytes">How large its files are together.</param>
public sealed record MlModel(string Type, IReadOnlyDictionary<string, string> Facts, long Bytes)
{
    private const string FileName = "MLmodel", Flavour = "smartkart", Format = "1";

    /// <summary>Describes a folder's files.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="type">What they are together.</param>
    /// <param name="facts">What else to say, as keys with texts.</param>
    /// <param name="files">Their names.</param>
    public static void Write(string folder, string type, IReadOnlyDictionary<string, string> facts, IReadOnlyList<string> files)
    {
        var described = new YamlMappingNode();
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file);
            described.Add(file, new YamlMappingNode { { "bytes", new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture) }, { "sha256", Hash(path) } });
        }
        var root = new YamlMappingNode { { "flavors", new YamlMappingNode { { Flavour, new YamlMappingNode { { "format", Format }, { "type", type }, { "files", described } } } } } };
        foreach (var (key, text) in facts.OrderBy(fact => fact.Key, StringComparer.Ordinal)) root.Add(key, new YamlScalarNode(text) { Style = ScalarStyle.SingleQuoted });
        using var writer = File.CreateText(Path.Combine(folder, FileName));
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
    }

    /// <summary>Reads what is said of a folder, and holds its files to it.</summary>
    /// <exception cref="ArtifactException">The folder holds no such model, or a file isn't what it was.</exception>
    public static MlModel Read(string folder, string type)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new ArtifactException(path, "isn't there: the folder holds no model. Name the folder that has the file MLmodel.");
        try
        {
            using var text = File.OpenText(path);
            var stream = new YamlStream();
            stream.Load(text);
            var root = (YamlMappingNode)stream.Documents[0].RootNode;
            var flavour = (YamlMappingNode)root["flavors"][Flavour];
            if (Text(flavour, "type") != type || Text(flavour, "format") != Format)
                throw new ArtifactException(path, $"tells of a {Text(flavour, "type")} in format {Text(flavour, "format")}, and a {type} in format {Format} is wanted.");
            var bytes = ((YamlMappingNode)flavour["files"]).Sum(file => Held(folder, ((YamlScalarNode)file.Key).Value!, (YamlMappingNode)file.Value));      // a key has a value
            return new MlModel(
                type, root.Where(each => each.Value is YamlScalarNode).ToDictionary(each => each.Key.ToString(), each => each.Value.ToString(), StringComparer.Ordinal), bytes);
        }
        catch (Exception fault) when (fault is YamlException or KeyNotFoundException or InvalidCastException or ArgumentOutOfRangeException or FormatException)
        {
            throw new ArtifactException(path, $"can't be read: {fault.Message} Train the model again.", fault);
        }
    }

    private static long Held(string folder, string name, YamlMappingNode expected)
    {
        var path = Path.Combine(folder, name);
        if (Path.GetFileName(name) != name || !File.Exists(path)) throw new ArtifactException(path, "isn't there, and the model needs it. Copy the whole folder again.");
        var (bytes, length) = (long.Parse(Text(expected, "bytes"), CultureInfo.InvariantCulture), new FileInfo(path).Length);
        if (length != bytes) throw new ArtifactException(path, $"has {length} bytes, and had {bytes} when the model was written. It was cut off: copy the folder again.");
        if (Hash(path) != Text(expected, "sha256"))
            throw new ArtifactException(path, "isn't what the model was written with: its SHA-256 differs. It was changed or damaged: copy the folder again.");
        return bytes;
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value ?? "";

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
