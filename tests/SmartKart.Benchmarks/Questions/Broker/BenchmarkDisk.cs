namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>Folders on a real disk, which go when the benchmark ends: a log in memory would answer another question.</summary>
internal sealed class BenchmarkDisk : IDisposable
{
    private readonly DirectoryInfo _root;

    private BenchmarkDisk(DirectoryInfo root) => _root = root;

    public long FreeBytes => Drive(_root.FullName).AvailableFreeSpace;

    /// <exception cref="InvalidOperationException">The checkout lies in memory.</exception>
    public static BenchmarkDisk In(string checkoutRoot)
    {
        var root = Directory.CreateDirectory(Path.Combine(checkoutRoot, "artifacts", "bench", $"broker-{Environment.ProcessId}"));
        var format = Drive(root.FullName).DriveFormat;
        return format is not ("tmpfs" or "ramfs")
            ? new BenchmarkDisk(root)
            : throw new InvalidOperationException($"{root.FullName} lies in memory ({format}), and the broker is measured with its log on a disk. Run the benchmark from a checkout on one.");
    }

    /// <returns>The path; the broker makes the folder.</returns>
    public string Folder(string name) => Path.Combine(_root.FullName, name);

    /// <summary>Gives back what was written so far.</summary>
    public void Clear()
    {
        foreach (var folder in _root.EnumerateDirectories()) folder.Delete(recursive: true);
    }

    public void Dispose() => _root.Delete(recursive: true);

    // The file system that is mounted nearest above.
    private static DriveInfo Drive(string path) =>
        DriveInfo.GetDrives().Where(drive => path.StartsWith(drive.Name.TrimEnd('/') + "/", StringComparison.Ordinal)).MaxBy(drive => drive.Name.Length)
        ?? throw new InvalidOperationException($"No mounted file system holds {path}.");
}
