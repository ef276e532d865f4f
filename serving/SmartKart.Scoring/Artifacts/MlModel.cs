using System.Globalization;
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
    /// <summary>Its name.</summary>
    internal const string FileName = "MLmodel";

    private const string Flavour = "smartkart", Format = "1";

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
            var now = ModelFile.Of(folder, file);
            described.Add(file, new YamlMappingNode { { "bytes", now.Bytes.ToString(CultureInfo.InvariantCulture) }, { "sha256", now.Sha256 } });
        }
        var root = new YamlMappingNode { { "flavors", new YamlMappingNode { { Flavour, new YamlMappingNode { { "format", Format }, { "type", type }, { "files", described } } } } } };
        foreach (var (key, text) in facts.OrderBy(fact => fact.Key, StringComparer.Ordinal)) root.Add(key, new YamlScalarNode(text) { Style = ScalarStyle.SingleQuoted });
        using var writer = File.CreateText(Path.Combine(folder, FileName));
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
    }

    /// <summary>Reads what is said of a folder, and holds its files to it.</summary>
    /// <exception cref="ArtifactException">The folder holds no such model, or a file isn't what it was.</exception>
    public static MlModel Read(string folder, string type) => Parse(folder, (path, root, flavour) =>
    {
        if (Text(flavour, "type") != type || Text(flavour, "format") != Format)
            throw new ArtifactException(path, $"tells of a {Text(flavour, "type")} in format {Text(flavour, "format")}, and a {type} in format {Format} is wanted.");
        var files = FilesOf(path, flavour);
        foreach (var file in files) file.Hold(folder);
        return new MlModel(
            type, root.Where(each => each.Value is YamlScalarNode).ToDictionary(each => each.Key.ToString(), each => each.Value.ToString(), StringComparer.Ordinal),
            files.Sum(file => file.Bytes));
    });

    /// <summary>What is said of a folder's files, whatever they are together. They may not be there yet.</summary>
    /// <exception cref="ArtifactException">The folder holds no such model.</exception>
    internal static IReadOnlyList<ModelFile> Files(string folder) => Parse(folder, (path, _, flavour) => FilesOf(path, flavour));

    private static T Parse<T>(string folder, Func<string, YamlMappingNode, YamlMappingNode, T> read)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new ArtifactException(path, "isn't there: the folder holds no model. Name the folder that has the file MLmodel.");
        try
        {
            using var text = File.OpenText(path);
            var stream = new YamlStream();
            stream.Load(text);
            var root = (YamlMappingNode)stream.Documents[0].RootNode;
            return read(path, root, (YamlMappingNode)root["flavors"][Flavour]);
        }
        catch (Exception fault) when (fault is YamlException or KeyNotFoundException or InvalidCastException or ArgumentOutOfRangeException or FormatException)
        {
            throw new ArtifactException(path, $"can't be read: {fault.Message} Train the model again.", fault);
        }
    }

    private static List<ModelFile> FilesOf(string path, YamlMappingNode flavour) =>
    [
        .. ((YamlMappingNode)flavour["files"]).Select(file => new ModelFile(
            NameOf(path, (YamlScalarNode)file.Key), long.Parse(Text((YamlMappingNode)file.Value, "bytes"), CultureInfo.InvariantCulture), Text((YamlMappingNode)file.Value, "sha256"))),
    ];

    private static string NameOf(string path, YamlScalarNode key) => key.Value is { Length: > 0 } name and not (FileName or "." or "..") && Path.GetFileName(name) == name
        ? name
        : throw new ArtifactException(path, $"names the file '{key.Value}', which can't be one of its folder's. Copy the whole folder again.");

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value ?? "";
}
