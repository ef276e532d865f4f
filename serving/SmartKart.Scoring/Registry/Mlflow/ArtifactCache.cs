using System.Globalization;
using SmartKart.Scoring.Artifacts;

namespace SmartKart.Scoring.Registry;

/// <summary>
/// Versions' artifacts on this machine: <c>FOLDER/RUN-VERSION/</c>, each put in place when it is whole and is what its <c>MLmodel</c> says. One
/// that was damaged since is downloaded again.
/// </summary>
internal sealed class ArtifactCache(TrackingServer server, string root)
{
    /// <param name="version">Whose.</param>
    /// <param name="source">The server's URI of its artifacts' folder.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RegistryException">What came isn't what was registered.</exception>
    public string Folder(ModelVersion version, string source, CancellationToken cancel)
    {
        ModelName.Check(version.RunId);     // it names a folder here
        var folder = Path.GetFullPath(Path.Combine(root, $"{version.RunId}-{version.Version.ToString(CultureInfo.InvariantCulture)}"));
        if (Directory.Exists(folder))
        {
            if (IsSound(folder)) return folder;
            Directory.Delete(folder, recursive: true);
        }
        var partial = $"{folder}.{Guid.NewGuid():N}.partial";
        Directory.CreateDirectory(partial);
        try
        {
            Download(source, partial, cancel);
            Place(partial, folder);
            return folder;
        }
        catch (ArtifactException fault)
        {
            throw new RegistryException(
                $"{version.Name} version {version.Version} at {server.Address} isn't what was registered: " +
                $"{Path.GetFileName(fault.Path)} of {source} differs from its MLmodel, or is missing. " +
                "Don't serve it: restore the file there, or train and register the model again.", fault);
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }
    }

    private void Download(string source, string folder, CancellationToken cancel)
    {
        server.Download($"{source.TrimEnd('/')}/{MlModel.FileName}", Path.Combine(folder, MlModel.FileName), cancel);
        foreach (var file in MlModel.Files(folder))
        {
            server.Download($"{source.TrimEnd('/')}/{file.Name}", Path.Combine(folder, file.Name), cancel);
            file.Hold(folder);
        }
    }

    private static void Place(string partial, string folder)
    {
        try
        {
            Directory.Move(partial, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster, with the same files.
        }
    }

    private static bool IsSound(string folder)
    {
        try
        {
            foreach (var file in MlModel.Files(folder)) file.Hold(folder);
            return true;
        }
        catch (ArtifactException)
        {
            return false;       // a value: it is downloaded again
        }
    }
}
