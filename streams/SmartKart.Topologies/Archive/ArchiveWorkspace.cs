using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Topologies.Archive;

/// <summary>The engine that writes a topic's files: in memory, and beyond a limit in a folder that goes with it.</summary>
internal sealed class ArchiveWorkspace : IDisposable
{
    private const string MemoryLimit = "512MB";

    private readonly DirectoryInfo _folder;

    private ArchiveWorkspace(DirectoryInfo folder, int threads)
    {
        _folder = folder;
        Connection = new DuckDbConnection(new DuckDbConnectionStringBuilder
        {
            DataSource = ":memory:",
            Threads = threads,
            MemoryLimit = MemoryLimit,
            TempDirectory = folder.FullName,
        }.ConnectionString);
    }

    /// <summary>Open.</summary>
    public DuckDbConnection Connection { get; }

    public static ArchiveWorkspace Open(int threads)
    {
        var workspace = new ArchiveWorkspace(Directory.CreateTempSubdirectory("smartkart-archive-"), threads);
        try
        {
            workspace.Connection.Open();
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Connection.Dispose();
        if (_folder.Exists) _folder.Delete(recursive: true);
    }
}
