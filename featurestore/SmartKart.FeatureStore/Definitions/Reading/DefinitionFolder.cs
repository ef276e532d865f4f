using System.Text;
using SmartKart.FeatureStore.Definitions.Releases;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>The files in which definitions lie; what the disk refuses is a fault of the file.</summary>
internal static class DefinitionFolder
{
    private const string Pattern = "*.yaml";

    /// <summary>The file, or the folder's definition files by name.</summary>
    /// <exception cref="DefinitionException">There is none, or one cannot be read.</exception>
    internal static IReadOnlyList<DefinitionFile> Files(string path)
    {
        if (File.Exists(path)) return [new DefinitionFile(path, ReadText(path))];
        if (!Directory.Exists(path)) throw Fault(path, "there is no such file or folder. Name a folder with definitions, or one file of them.");
        var files = Directory.GetFiles(path, Pattern);
        if (files.Length == 0) throw Fault(path, $"the folder has no definitions. Put them into files named {Pattern}.");
        Array.Sort(files, StringComparer.Ordinal);
        return [.. files.Select(file => new DefinitionFile(file, ReadText(file)))];
    }

    /// <summary>What was released from the folder, or from the folder of the file; nothing where it doesn't say.</summary>
    /// <exception cref="DefinitionException">It says it in a form that cannot be read.</exception>
    internal static ReleasedViews Released(string path)
    {
        var file = Path.Combine(Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? "", ReleasedViews.FileName);
        return File.Exists(file) ? ReleasedViews.Parse(file, ReadText(file)) : ReleasedViews.None(file);
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw Fault(file, "the file isn't UTF-8. Save it as UTF-8.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(file, $"the file cannot be read: {error.Message} Check that it is there, and who may read it.");
        }
    }

    private static DefinitionException Fault(string path, string problem) => new([new DefinitionFault(new DefinitionPosition(path, 1, 1), "", problem)]);
}
