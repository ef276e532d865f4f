using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Scoring.Registry;

namespace SmartKart.Local.Models;

/// <summary>
/// Where the models are that a command is about: a folder that it is given, else the tracking server that is set, else the data directory's folder.
/// </summary>
internal static class RegistryOption
{
    private const string Folder = "mlruns";

    public static Option<DirectoryInfo?> Create() => new("--registry")
    {
        Description = "The folder of registered models, in MLflow's file layout. Unless given, the tracking server that is set, "
            + "or the data directory's mlruns.",
        HelpName = "path",
    };

    /// <summary>The registry of a data directory.</summary>
    public static string DefaultRoot(string dataDirectory) => Path.Combine(dataDirectory, Folder);

    /// <exception cref="CommandException">A folder and a server are given, or the section <c>Mlflow</c> can't be used.</exception>
    public static IModelRegistry Read(ParseResult parsed, Option<DirectoryInfo?> option)
    {
        var configuration = LocalConfiguration.Read(parsed);
        if (parsed.GetValue(option) is { } folder)
            return LocalConfiguration.NamesTrackingServer(parsed)
                ? throw new CommandException("--registry and --tracking-uri are both given, and models are in one place. Give one of them.")
                : new ModelRegistry(folder.FullName);
        var data = BrokerSection.DataDirectory(configuration);
        if (MlflowSection.Read(configuration, data) is not { } mlflow) return new ModelRegistry(DefaultRoot(data));
        return ModelFaults.AsCommands(() => new MlflowRegistry(new TrackingServer(mlflow), mlflow));       // it lives as long as the command
    }
}
