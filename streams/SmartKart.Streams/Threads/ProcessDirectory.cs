namespace SmartKart.Streams.Threads;

/// <summary>
/// The folder of one application on this machine: its tasks' state, the lock that keeps a second process out, and the process id that
/// outlives a restart, so that a thread fences its own older life.
/// </summary>
internal sealed class ProcessDirectory : IDisposable
{
    private const string LockFile = ".lock";
    private const string IdFile = "process-id";
    private readonly FileStream? _lock;

    private ProcessDirectory(string? path, FileStream? held, string processId) => (Path, _lock, ProcessId) = (path, held, processId);

    /// <summary>The folder; null where nothing is kept on disk.</summary>
    public string? Path { get; }

    /// <summary>32 hexadecimal digits.</summary>
    public string ProcessId { get; }

    /// <param name="stateDirectory">The folder of all applications; null: nothing is kept on disk, and each start has a new process id.</param>
    /// <param name="applicationId">Whose folder in it.</param>
    /// <exception cref="StreamsOptionsException">Another process uses the folder, or it can't be written to.</exception>
    public static ProcessDirectory Open(string? stateDirectory, string applicationId)
    {
        if (stateDirectory is null) return new ProcessDirectory(null, null, NewId());
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(stateDirectory, applicationId));
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(path);
            held = new FileStream(System.IO.Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new ProcessDirectory(path, held, ReadOrWriteId(System.IO.Path.Combine(path, IdFile)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new StreamsOptionsException(
                $"The state directory {path} can't be used: {fault.Message} "
                + $"If another instance runs on this machine, set {StreamsOptions.Section}:{nameof(StreamsOptions.StateDirectory)} to a folder of its own.", fault);
        }
    }

    /// <summary>Deletes all state, and keeps who the process is.</summary>
    public static void CleanUp(string? stateDirectory, string applicationId)
    {
        using var directory = Open(stateDirectory, applicationId);
        if (directory.Path is null) return;
        foreach (var folder in Directory.EnumerateDirectories(directory.Path)) Directory.Delete(folder, recursive: true);
    }

    public void Dispose() => _lock?.Dispose();

    private static string ReadOrWriteId(string file)
    {
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: 32 } known && Guid.TryParseExact(known, "N", out _)) return known;
        var id = NewId();
        var partial = file + ".new";
        File.WriteAllText(partial, id);
        File.Move(partial, file, overwrite: true);
        return id;
    }

    private static string NewId() => Guid.NewGuid().ToString("N");
}
