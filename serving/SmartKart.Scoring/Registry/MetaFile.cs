using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SmartKart.Scoring.Registry;

/// <summary>MLflow's <c>meta.yaml</c>: keys with values, one level deep.</summary>
public sealed class MetaFile
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="RegistryException">It isn't there, or no YAML of keys with values.</exception>
    public static MetaFile Read(string path)
    {
        try
        {
            using var text = File.OpenText(path);
            var stream = new YamlStream();
            stream.Load(text);
            var file = new MetaFile();
            foreach (var (key, value) in (YamlMappingNode)stream.Documents[0].RootNode)
            {
                if (key is not YamlScalarNode { Value: { } name } || value is not YamlScalarNode scalar) continue;
                file._values[name] = scalar is { Value: "null" or "~", Style: ScalarStyle.Plain } ? "" : scalar.Value ?? "";
            }
            return file;
        }
        catch (Exception fault) when (fault is IOException or YamlException or InvalidCastException or ArgumentOutOfRangeException)
        {
            throw new RegistryException($"{path} can't be read: {fault.Message} Register the model again, or restore the file.", fault);
        }
    }

    /// <summary>A value; empty where the file has none, or null.</summary>
    public string this[string key] => _values.GetValueOrDefault(key, "");

    /// <summary>Writes keys with values: texts quoted, numbers and null as they are. A reader sees the old file or the new one.</summary>
    public static void Write(string path, params IEnumerable<(string Key, object? Value)> values)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in values.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            text.Append(key).Append(": ").Append(value switch
            {
                null => "null",
                string quoted => "'" + quoted.ReplaceLineEndings(" ").Replace("'", "''", StringComparison.Ordinal) + "'",
                IEnumerable<string> list => "[" + string.Join(", ", list) + "]",
                IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => throw new ArgumentException($"{key} is of a type that isn't written.", nameof(values)),
            }).Append('\n');
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);        // in a registry every file has a folder
        File.WriteAllText(path + ".partial", text.ToString());
        File.Move(path + ".partial", path, overwrite: true);
    }
}
