using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.Native.DuckDb;

/// <summary>A database in memory per test, on the real library; a test without it is skipped by name.</summary>
public abstract class DuckDbTest : IDisposable
{
    private readonly DuckDbDatabase _database;

    protected DuckDbTest()
    {
        try
        {
            _database = DuckDbDatabase.Open();
        }
        catch (WarehouseLibraryException missing)
        {
            Assert.Skip(missing.Message);
            throw;
        }
        Connection = _database.Connect();
        Folder = Directory.CreateTempSubdirectory("smartkart-warehouse-");
    }

    protected NativeConnection Connection { get; }

    protected DirectoryInfo Folder { get; }

    protected DuckDbDatabase Database => _database;

    public void Dispose()
    {
        Connection.Dispose();
        _database.Dispose();
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected DuckDbResult Query(string sql, params object?[] parameters) => Connection.Query(sql, parameters, Cancellation);

    protected long Execute(string sql, params object?[] parameters) => Connection.Execute(sql, parameters, Cancellation);

    /// <summary>Reads one value: the first column of the first row.</summary>
    protected T One<T>(string sql, Func<ColumnVector, int, T> read, params object?[] parameters)
    {
        using var result = Query(sql, parameters);
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        return read(chunk.Column(0), 0);
    }
}
