using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Manifests.Reading;

namespace SmartKart.Local.Pipelines;

/// <summary>Which manifest a command is about: a file that it is given, or one of this checkout's by its name.</summary>
internal static class PipelineSource
{
    private const string Ending = ".yaml";

    /// <summary>The manifests of this checkout.</summary>
    public static IEnumerable<string> Shipped => Directory.EnumerateFiles(Checkout.PathOf("pipelines", "definitions"), "*" + Ending)
        .Order(StringComparer.Ordinal);

    /// <summary>The file that a name or path means, or null where there is none.</summary>
    public static string? Find(string name) => File.Exists(name) ? name : Shipped.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == name);

    /// <exception cref="CommandException">There is no such file.</exception>
    public static string PathOf(string name) => Find(name) ?? throw new CommandException(
        $"There is no file '{name}', and no pipeline of that name. There are {string.Join(", ", Shipped.Select(Path.GetFileNameWithoutExtension))}; "
            + "'smartkart pipeline list' tells of them.");

    /// <summary>A manifest, or null where it is unsound and its faults are on stderr, a line each.</summary>
    public static Manifest? ReadOrFaults(string path)
    {
        try
        {
            return ManifestReader.Read(path);
        }
        catch (ManifestException error)
        {
            foreach (var fault in error.Faults) Console.Error.WriteLine(fault);
            return null;
        }
    }
}
