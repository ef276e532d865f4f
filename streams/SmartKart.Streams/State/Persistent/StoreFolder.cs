using SmartKart.Streams.Native.RocksDb;

namespace SmartKart.Streams.State.Persistent;

/// <summary>Whose folder on disk it is, and how its faults are told.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Task">Its task.</param>
/// <param name="Path">The folder, the store's alone.</param>
/// <param name="Description">
/// What is kept there and in which layout: compared as a whole at each opening, so that state of another kind of store, another window or
/// another layout is thrown away rather than misread.
/// </param>
internal sealed record StoreFolder(string Store, string Task, string Path, string Description)
{
    // 1: the keys of the stores as State/ draws them, behind the prefixes of RocksStorage.
    private const int FormatVersion = 1;

    /// <summary>The folder of a store in its task's.</summary>
    /// <param name="context">The task.</param>
    /// <param name="taskDirectory">Its folder.</param>
    /// <param name="store">The store's name.</param>
    /// <param name="kind">What it holds, in a word or two; differs wherever the bytes do.</param>
    public static StoreFolder Of(StoreContext context, string taskDirectory, string store, string kind) => new(
        store,
        context.Task,
        System.IO.Path.Combine(taskDirectory, store),
        $"format {FormatVersion}; store {store}; {kind}; changelog {context.ChangelogTopic ?? "unnamed"}");

    /// <summary>Makes the folder, if it is not there.</summary>
    /// <returns>Whether it holds anything.</returns>
    public bool Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return Directory.EnumerateFileSystemEntries(Path).Any();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(
                $"its folder {Path} cannot be made or read ({fault.Message}). Give this process the right to, or set another state directory.", fault);
        }
    }

    /// <summary>Deletes the folder and makes it anew.</summary>
    public void Wipe()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            Directory.CreateDirectory(Path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(
                $"its folder {Path} holds what cannot be used, and cannot be deleted ({fault.Message}). " +
                "Delete it by hand; the store is restored from its changelog.",
                fault);
        }
    }

    /// <summary>An exception that names store, task, folder and remedy.</summary>
    public StateStoreException Fault(string message, Exception? cause = null) => new(Store, Task, message, cause);

    /// <summary>The exception for a status that no store can go on with.</summary>
    /// <param name="doing">What was attempted.</param>
    /// <param name="status">How it ended.</param>
    public StateStoreException Fault(string doing, RocksDbStatus status) => Fault($"{doing} in {Path} failed ({status.Text}). " + status.Kind switch
    {
        RocksDbStatusKind.DiskFull => "Make space on that disk, and the next commit goes through; until then nothing of this one is applied.",
        RocksDbStatusKind.Locked =>
            "The folder is open: in another process with the same state directory, or here by a query's iterator that was not disposed of. " +
            "Stop that process or give this one a state directory of its own; dispose of the iterator.",
        RocksDbStatusKind.Corrupt => "The folder is deleted when the task closes, and the store restored from its changelog.",
        _ => "See to the disk; whatever is lost of the folder is restored from the store's changelog.",
    });
}
