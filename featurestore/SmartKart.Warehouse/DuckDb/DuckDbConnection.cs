using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// A connection to an embedded DuckDB, as ADO.NET has it: one thread at a time, one open reader, one transaction. Connections of this process to
/// the same file share one engine. DuckDB computes where it is called: the async methods do so on a thread of the pool.
/// </summary>
public sealed class DuckDbConnection : DbConnection
{
    private DuckDbConnectionStringBuilder _settings = new();
    private DuckDbDatabase? _database;
    private NativeConnection? _native;

    /// <summary>A connection to a database in memory, unless a connection string is set.</summary>
    public DuckDbConnection() { }

    /// <summary>A connection, not yet open.</summary>
    /// <param name="connectionString">See <see cref="DuckDbConnectionStringBuilder"/>.</param>
    /// <exception cref="ArgumentException">A key that there isn't, or a value that it cannot have.</exception>
    public DuckDbConnection(string? connectionString) => ConnectionString = connectionString;

    /// <summary>See <see cref="DuckDbConnectionStringBuilder"/>.</summary>
    /// <exception cref="ArgumentException">A key that there isn't, or a value that it cannot have.</exception>
    /// <exception cref="InvalidOperationException">The connection is open.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _settings.ConnectionString;
        set
        {
            if (State != ConnectionState.Closed)
                throw new InvalidOperationException("The connection is open. Close it before its connection string is changed, or make another.");
            _settings = new DuckDbConnectionStringBuilder(value);
        }
    }

    /// <summary>What DuckDB calls the database in use: <c>memory</c>, or the file's name.</summary>
    public override string Database => _native is null ? "" : Text("SELECT current_database()");

    /// <inheritdoc/>
    public override string DataSource => _settings.DataSource;

    /// <summary>DuckDB's version, such as <c>v1.5.6</c>.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public override string ServerVersion => _database?.EngineVersion ?? throw NotOpen();

    /// <inheritdoc/>
    public override ConnectionState State => _native is null ? ConnectionState.Closed : ConnectionState.Open;

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => DuckDbProviderFactory.Instance;

    /// <summary>The binding's connection, for those who read chunks without a command.</summary>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public NativeConnection Native => _native ?? throw NotOpen();

    internal DuckDbTransaction? Transaction { get; set; }

    internal DuckDbDataReader? Reader { get; set; }

    /// <summary>Opens the database, or joins it where this process has it open.</summary>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    /// <exception cref="WarehouseLibraryException">libduckdb.so is missing.</exception>
    /// <exception cref="WarehouseQueryException">DuckDB refuses the file or a setting, or has the file open with others.</exception>
    public override void Open()
    {
        if (State != ConnectionState.Closed) throw new InvalidOperationException("The connection is open already. Open it once, or make another.");
        var database = DuckDbDatabase.Open(_settings.ToOptions());
        try
        {
            _native = database.Connect();
        }
        catch
        {
            database.Dispose();
            throw;
        }
        _database = database;
        OnStateChange(new StateChangeEventArgs(ConnectionState.Closed, ConnectionState.Open));
    }

    /// <inheritdoc/>
    public override Task OpenAsync(CancellationToken cancellationToken) => Task.Run(Open, cancellationToken);

    /// <summary>Closes it, with its reader; a transaction that is not committed is rolled back. More than once does no harm.</summary>
    public override void Close()
    {
        if (_native is null) return;
        Reader?.Abandon();
        Transaction?.Abandon();
        (Reader, Transaction) = (null, null);
        _native.Dispose();
        _database!.Dispose();
        (_native, _database) = (null, null);
        OnStateChange(new StateChangeEventArgs(ConnectionState.Open, ConnectionState.Closed));
    }

    /// <summary>Makes another of DuckDB's attached databases the one in use.</summary>
    public override void ChangeDatabase(string databaseName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(databaseName);
        Native.Execute($"USE {SqlText.Identifier(databaseName)}");
    }

    /// <summary>Begins a transaction.</summary>
    public new DuckDbTransaction BeginTransaction() => (DuckDbTransaction)base.BeginTransaction();

    /// <summary>Makes a command for this connection.</summary>
    public new DuckDbCommand CreateCommand() => new() { Connection = this };

    /// <summary>Makes a command for this connection.</summary>
    /// <param name="sql">Its text.</param>
    public DuckDbCommand CreateCommand(string sql) => new(sql, this);

    /// <summary>Opens an appender, which writes rows to a table faster than any INSERT. Dispose it before the next command.</summary>
    /// <param name="table">The table's name, exactly.</param>
    /// <param name="columns">The columns that are written, in order: the others take their defaults. None is all of them.</param>
    /// <param name="schema">The table's schema; null is the one in use.</param>
    /// <param name="catalog">The schema's database; null is the one in use.</param>
    /// <exception cref="WarehouseAppendException">There is no such table or column.</exception>
    public DuckDbAppender CreateAppender(string table, IReadOnlyList<string>? columns = null, string? schema = null, string? catalog = null) =>
        DuckDbAppender.Open(Native, catalog, schema, table, columns);

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        if (isolationLevel is IsolationLevel.Serializable or IsolationLevel.Chaos)
            throw new NotSupportedException($"DuckDB's transactions are snapshots, and not {isolationLevel}. Ask for Snapshot or for none in particular.");
        if (Transaction is not null)
            throw new InvalidOperationException("This connection has a transaction already, and can have one. Commit it or roll it back first.");
        Native.Execute("BEGIN TRANSACTION");
        return Transaction = new DuckDbTransaction(this);
    }

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => CreateCommand();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }

    private string Text(string sql)
    {
        using var result = Native.Query(sql);
        return result.TryReadChunk(out var chunk) ? chunk.Column(0).String(0) : "";
    }

    private static InvalidOperationException NotOpen() => new("The connection is closed. Open it first.");
}
