using System.Data;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// Keeps a topic's files where they are while someone reads them by their names: readers share it, and the archive puts merged files in the place of others
/// only while it alone has it. It is a lock of the system's on the file <c>.reading</c> of the topic's folder, so it ends with its process, however that does.
/// Where the archive has not worked there is no such file, nothing is merged, and nothing needs to be held.
/// </summary>
public sealed class HistoryHold : IDisposable
{
    private const string Name = ".reading";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);       // the archive has it for milliseconds

    private readonly FileStream _file;

    private HistoryHold(FileStream file) => _file = file;

    /// <summary>Holds a topic's files until a connection closes.</summary>
    /// <param name="connection">Open: what reads them. Connections to the same engine read them only while it is open.</param>
    /// <param name="root">The history's folder.</param>
    /// <param name="topic">The topic.</param>
    /// <exception cref="IOException">The archive does not let go of them.</exception>
    public static void UntilClosed(DuckDbConnection connection, string root, string topic)
    {
        if (Share(PathOf(root, topic)) is not { } hold) return;
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == ConnectionState.Closed) hold.Dispose();
        };
    }

    /// <summary>Has readers hold a topic's files from now on: what works on them says so before it lists them.</summary>
    /// <param name="root">The history's folder.</param>
    /// <param name="topic">A topic that has one there.</param>
    public static void Require(string root, string topic)
    {
        using var file = new FileStream(PathOf(root, topic), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
    }

    /// <summary>Has a topic's files alone.</summary>
    /// <param name="root">The history's folder.</param>
    /// <param name="topic">A topic that has one there.</param>
    /// <returns>Null while anyone reads them.</returns>
    public static HistoryHold? TryAlone(string root, string topic)
    {
        try
        {
            return new HistoryHold(new FileStream(PathOf(root, topic), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string PathOf(string root, string topic) => Path.Combine(HistoryFiles.Folder(root, topic), Name);

    private static HistoryHold? Share(string path)
    {
        HistoryHold? hold = null;
        var isDone = SpinWait.SpinUntil(() => !File.Exists(path) || (hold = TryShare(path)) is not null, Patience);
        return isDone ? hold : throw new IOException($"{path} is locked, and was for {Patience.TotalSeconds:0} s. If no archive is at work there, remove it.");
    }

    private static HistoryHold? TryShare(string path)
    {
        try
        {
            return new HistoryHold(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
