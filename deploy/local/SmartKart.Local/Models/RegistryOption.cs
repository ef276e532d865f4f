using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Scoring.Registry;

namespace SmartKart.Local.Models;

/// <summary>Where the models are that a command is about: a folder that it is given, else the data directory's.</summary>
internal static class RegistryOption
{
    private const string Folder = "mlruns";

    public static Option<DirectoryInfo?> Create() => new("--registry")
    {
        Description = "The folder of registered models, in MLflow's file layout. The data directory's mlruns unless given.",
        HelpName = "path",
    };

    /// <summary>The registry of a data directory.</summary>
    public static string DefaultRoot(string dataDirectory) => Path.Combine(dataDirectory, Folder);

    public static ModelRegistry Read(ParseResult parsed, Option<DirectoryInfo?> option) =>
        new(parsed.GetValue(option)?.FullName ?? DefaultRoot(BrokerSection.DataDirectory(LocalConfiguration.Read(parsed))));
}
