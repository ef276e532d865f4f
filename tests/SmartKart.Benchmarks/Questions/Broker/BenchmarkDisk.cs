using System.Diagnostics;

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

    /// <summary>How long the disk itself takes to make a small append durable, at the 99th percentile: no fsync of the broker's is quicker.</summary>
    public double FsyncP99Ms(CancellationToken cancel)
    {
        const int appends = 500;
        var bytes = new byte[4096];
        var took = new double[appends];
        using var file = File.OpenHandle(Path.Combine(_root.FullName, "fsync"), FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
        for (var append = 0; append < appends; append++)
        {
            cancel.ThrowIfCancellationRequested();
            var began = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, bytes, (long)append * bytes.Length);
            RandomAccess.FlushToDisk(file);
            took[append] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }
        Array.Sort(took);
        return took[appends * 99 / 100];
    }

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
