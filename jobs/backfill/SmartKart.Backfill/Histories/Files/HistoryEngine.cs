using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Files;

/// <summary>
/// The engine that reads and sorts one history: in memory up to a limit, beyond it on disk, in a folder of its own that goes with it.
/// </summary>
internal sealed class HistoryEngine : IDisposable
{
    // Sorts some ten million narrow rows in memory, and leaves room for a broker on a small machine.
    private const string MemoryLimit = "1GB";

    private readonly string _spill = Path.Combine(Path.GetTempPath(), $"smartkart-history-{Guid.NewGuid():N}"); // made by the engine, if it spills
    private readonly DuckDbDatabase _database;

    public HistoryEngine()
    {
        _database = DuckDbDatabase.Open(new DuckDbOptions
        {
            Settings = new Dictionary<string, string> { ["memory_limit"] = MemoryLimit, ["temp_directory"] = _spill },
        });
        Connection = _database.Connect();
    }

    /// <summary>The one connection, for one thread at a time.</summary>
    public NativeConnection Connection { get; }

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        if (Directory.Exists(_spill)) Directory.Delete(_spill, recursive: true);
    }
}
