using SmartKart.FeatureStore.Events.Archive;

namespace SmartKart.Topologies.Archive;

/// <summary>
/// Keeps a topic's history to one run at a time, in whatever process: a run removes what broken ones left behind, and another's files look like that
/// until it is done. The system lets go of it when a process ends, however it does.
/// </summary>
internal sealed class ArchiveLock : IDisposable
{
    private const string Name = ".lock";

    private readonly FileStream _file;

    private ArchiveLock(FileStream file) => _file = file;

    /// <summary>Takes it.</summary>
    /// <exception cref="ArchiveException">Another run has it, or the folder can't be written to.</exception>
    public static ArchiveLock Take(string root, string topic)
    {
        var folder = HistoryFiles.Folder(root, topic);
        try
        {
            Directory.CreateDirectory(folder);
            return new ArchiveLock(new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw ArchiveException.Busy(topic, folder, fault);
        }
    }

    public void Dispose() => _file.Dispose();
}
