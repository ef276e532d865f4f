using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>
/// An embedded DuckDB database. Thread-safe: any thread may connect. It closes once its last connection has. A file, or a database in memory
/// with a name, that this process has open already is shared, because two engines on one file would overwrite each other.
/// </summary>
public sealed class DuckDbDatabase : IDisposable
{
    private const string InMemory = ":memory:";
    private static readonly Lock Opening = new(); // guards the field below
    private static InstanceCacheHandle? _instances;
    private readonly DatabaseHandle _database;

    private DuckDbDatabase(DatabaseHandle database) => _database = database;

    /// <summary>The version of the engine, such as <c>v1.5.6</c>.</summary>
    public string EngineVersion { get; } = Marshal.PtrToStringUTF8(DuckDbApi.LibraryVersion()) ?? "";

    /// <summary>Opens a database, creating its file where there is none.</summary>
    /// <param name="options">Where it is; null is a database in memory.</param>
    /// <exception cref="WarehouseLibraryException">libduckdb.so is missing.</exception>
    /// <exception cref="WarehouseQueryException">
    /// DuckDB refuses a setting or the file; or this process has it open already, with other settings.
    /// </exception>
    public static DuckDbDatabase Open(DuckDbOptions? options = null)
    {
        options ??= new DuckDbOptions();
        DuckDbLibrary.Load(options.LibraryPath);
        using var config = Configure(options);
        var state = options.Path is null or "" or InMemory
            ? DuckDbApi.Open(null, out var database, config, out var error)
            : DuckDbApi.OpenShared(Instances(), options.Path, out database, config, out error);
        if (state == DuckDbApi.Success) return new DuckDbDatabase(database);
        database.Dispose();
        var message = Marshal.PtrToStringUTF8(error) ?? "DuckDB gave no reason";
        DuckDbApi.Free(error);
        throw new WarehouseQueryException(message, $"(opening {options.Path ?? "a database in memory"})");
    }

    /// <summary>Makes a connection, which one thread at a time may use.</summary>
    public NativeConnection Connect()
    {
        var state = DuckDbApi.Connect(_database, out var connection);
        if (state != DuckDbApi.Success)
        {
            connection.Dispose();
            throw new WarehouseQueryException("DuckDB made no connection, and gave no reason", "(connecting)");
        }
        connection.KeepAlive(_database);
        return new NativeConnection(connection);
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static InstanceCacheHandle Instances()
    {
        lock (Opening) return _instances ??= DuckDbApi.CreateInstanceCache();
    }

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
