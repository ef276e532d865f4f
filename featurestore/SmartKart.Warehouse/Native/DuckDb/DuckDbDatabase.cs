using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>An embedded DuckDB database. Thread-safe: any thread may connect. It closes once its last connection has.</summary>
public sealed class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _database;

    private DuckDbDatabase(DatabaseHandle database) => _database = database;

    /// <summary>The version of the engine, such as <c>v1.5.6</c>.</summary>
    public string EngineVersion { get; } = Marshal.PtrToStringUTF8(DuckDbApi.LibraryVersion()) ?? "";

    /// <summary>Opens a database, creating its file where there is none.</summary>
    /// <param name="options">Where it is; null is a database in memory.</param>
    /// <exception cref="WarehouseLibraryException">libduckdb.so is missing.</exception>
    /// <exception cref="WarehouseQueryException">DuckDB refuses a setting or the file.</exception>
    public static DuckDbDatabase Open(DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        DuckDbLibrary.Load(options.LibraryPath);
        using var config = Configure(options);
        var state = DuckDbApi.Open(options.Path, out var database, config, out var error);
        if (state == DuckDbApi.Success) return new DuckDbDatabase(database);
        database.Dispose();
        var message = Marshal.PtrToStringUTF8(error) ?? "DuckDB gave no reason";
        DuckDbApi.Free(error);
        throw new WarehouseQueryException(message, $"(opening {options.Path ?? "a database in memory"})");
    }

    /// <summary>Makes a connection, which one thread at a time may use.</summary>
    public DuckDbConnection Connect()
    {
        var state = DuckDbApi.Connect(_database, out var connection);
        if (state != DuckDbApi.Success)
        {
            connection.Dispose();
            throw new WarehouseQueryException("DuckDB made no connection, and gave no reason", "(connecting)");
        }
        connection.KeepAlive(_database);
        return new DuckDbConnection(connection);
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static ConfigHandle Configure(DuckDbOptions options)
    {
        if (DuckDbApi.CreateConfig(out var config) != DuckDbApi.Success)
            throw new WarehouseQueryException("DuckDB made no configuration, and gave no reason", "(configuring)");
        // A query that names an extension must not download and run code: what this build does not carry is an error.
        Set("autoinstall_known_extensions", "false");
        Set("autoload_known_extensions", "false");
        foreach (var (name, value) in options.Settings) Set(name, value);
        return config;

        void Set(string name, string value)
        {
            if (DuckDbApi.SetConfig(config, name, value) == DuckDbApi.Success) return;
            config.Dispose();
            throw new WarehouseQueryException(
                $"DuckDB refuses the setting {name} = '{value}'. `SELECT * FROM duckdb_settings()` says what each one takes",
                "(configuring)");
        }
    }
}
