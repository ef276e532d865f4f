using System.Diagnostics;
using System.Globalization;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Offline;

/// <summary>
/// An engine in memory that reads and writes Parquet and sorts, and past its memory limit keeps what it sorts in a temp folder. It goes with this,
/// and so does the folder.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private static int _workspaces; // numbers the engines, so that the connections of one meet in it
    private readonly string _connectionString;
    private readonly string _folder;

    public Workspace(OfflineOptions options)
    {
        _folder = Path.Combine(options.TempFolder ?? Path.GetTempPath(), $"smartkart-sweep-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_folder);
        // An eighth is left to the batches under way, the tiles of the keys in hand and the runtime.
        var limit = options.MemoryLimitOrHalf();
        var engineBytes = limit / 4 * 3;
        VectorBytes = limit / 8;
        _connectionString = new DuckDbConnectionStringBuilder
        {
            DataSource = string.Create(CultureInfo.InvariantCulture, $":memory:sweep_{Interlocked.Increment(ref _workspaces)}"),
            Threads = options.ThreadsOrCores,
            MemoryLimit = string.Create(CultureInfo.InvariantCulture, $"{engineBytes}B"),
            TempDirectory = _folder,
        }.ConnectionString;
        try
        {
            Main = Connect();
        }
        catch
        {
            Directory.Delete(_folder, recursive: true);
            throw;
        }
    }

    /// <summary>The connection of whoever leads; the others are made for streams, which occupy theirs.</summary>
    public DuckDbConnection Main { get; }

    /// <summary>What vectors may take of the memory.</summary>
    public long VectorBytes { get; }

    /// <summary>The most that <see cref="MeasureSpill"/> found.</summary>
    public long SpilledBytes { get; private set; }

    public static long PeakMemoryBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    public DuckDbConnection Connect()
    {
        var connection = new DuckDbConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>A file of the temp folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Looks at how much lies in the temp folder.</summary>
    public void MeasureSpill()
    {
        var bytes = new DirectoryInfo(_folder).EnumerateFiles().Sum(file => file.Length);
        SpilledBytes = Math.Max(SpilledBytes, bytes);
    }

    public void Dispose()
    {
        Main.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
