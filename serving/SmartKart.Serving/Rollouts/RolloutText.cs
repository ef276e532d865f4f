using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Serving.Rollouts;

/// <summary>
/// A rollout as a file has it, YAML or JSON: fields of <see cref="RolloutOptions"/> in snake case, each left out where the usual is meant. What isn't known is
/// refused: a misspelt percentage must not become none.
/// </summary>
public static class RolloutText
{
    /// <summary>What the file is called in a data directory.</summary>
    public const string FileName = "rollout.yaml";

    /// <summary>Reads it.</summary>
    /// <param name="text">The file's.</param>
    /// <param name="file">Its path, for what is said of it.</param>
    /// <exception cref="RolloutException">It can't be used.</exception>
    public static RolloutOptions Read(string text, string file)
    {
        var read = new RolloutOptions();
        foreach (var (name, value) in Root(text, file))
        {
            var (called, given) = ((name as YamlScalarNode)?.Value ?? "", (value as YamlScalarNode)?.Value ?? "");
            var field = RolloutField.All.FirstOrDefault(each => each.Name == called) ?? throw new RolloutException(
                $"{file}:{name.Start.Line}: there is no '{called}'. There are {string.Join(", ", RolloutField.All.Select(each => each.Name))}.");
            read = field.Set(read, given) ?? throw new RolloutException($"{file}:{value.Start.Line}: '{called}' is '{given}'. Write {field.Expected}.");
        }
        return read.Fault(field => $"'{field.Name}'") is { } fault ? throw new RolloutException($"{file}: {fault}") : read;
    }

    /// <summary>Writes it: each field that isn't as usual.</summary>
    public static string Write(RolloutOptions rollout)
    {
        var usual = new RolloutOptions();
        var set = RolloutField.All.Where((field, at) => at == 0 || field.TextOf(rollout) != field.TextOf(usual));      // the mode always
        var mapping = new YamlMappingNode(set.SelectMany(field => new YamlNode[] { field.Name, new YamlScalarNode(field.TextOf(rollout)) }));
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(mapping)).Save(text, assignAnchors: false);
        return text.ToString().TrimEnd('.', '\r', '\n') + "\n";     // its end of the document
    }

    private static YamlMappingNode Root(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(text);
            stream.Load(reader);
        }
        catch (YamlException fault)
        {
            throw new RolloutException($"{file}:{fault.Start.Line}: this is neither YAML nor JSON: {fault.Message}", fault);
        }
        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root
            : throw new RolloutException($"{file}:1: the file is no mapping. Write 'name: value' lines, such as 'mode: off'.");
    }
}
