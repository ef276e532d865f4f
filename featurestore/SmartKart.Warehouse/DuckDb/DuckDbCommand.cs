using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using SmartKart.Warehouse.Native.DuckDb;
using SmartKart.Warehouse.Native.DuckDb.Statements;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// SQL to be run: one statement, or several with <c>;</c> between them, which are run in turn. Parameters are written <c>?</c>, <c>$1</c> or
/// <c>$name</c>. Where rows are many, <see cref="ExecuteChunks"/> reads them fastest.
/// </summary>
public sealed class DuckDbCommand : DbCommand
{
    private DuckDbConnection? _connection;
    private PreparedStatement? _prepared;
    private NativeConnection? _preparedFor;
    private volatile CommandRun? _running;

    /// <summary>A command without text or connection.</summary>
    public DuckDbCommand() { }

    /// <summary>A command.</summary>
    /// <param name="sql">Its text.</param>
    /// <param name="connection">Where it runs.</param>
    public DuckDbCommand(string sql, DuckDbConnection? connection = null)
    {
        CommandText = sql;
        _connection = connection;
    }

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText
    {
        get;
        set
        {
            field = value ?? "";
            Unprepare();
        }
    } = "";

    /// <summary>
    /// Seconds that DuckDB may take to the first rows, and again to each chunk after them. 0, the default, is as long as it takes: the questions
    /// that a warehouse is asked are long.
    /// </summary>
    public override int CommandTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Text: DuckDB has no procedures.</summary>
    /// <exception cref="NotSupportedException">Another type was asked for.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text) throw new NotSupportedException($"A command of DuckDB is text, and not {value}. Write the SQL that calls it.");
        }
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.None;

    /// <summary>Its parameters.</summary>
    public new DuckDbParameterCollection Parameters { get; } = new();

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => _connection;
        set
        {
            _connection = value is null or DuckDbConnection ? (DuckDbConnection?)value : throw new InvalidCastException(
                $"A {value.GetType()} is no {nameof(DuckDbConnection)}. Give the command a connection of its own provider.");
            Unprepare();
        }
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <summary>The transaction it is meant for; a connection has one, in which its commands run whether this is set or not.</summary>
    protected override DbTransaction? DbTransaction { get; set; }

    /// <summary>
    /// Keeps a single statement's plan from run to run. A text of several is parsed, and each prepared when its turn comes.
    /// </summary>
    /// <exception cref="WarehouseQueryException">DuckDB refuses the text.</exception>
    public override void Prepare()
    {
        var native = Ready();
        using var batch = native.Parse(CommandText);
        Unprepare();
        if (batch.Count != 1) return;
        _prepared = batch.Prepare(0);
        _preparedFor = native;
    }

    /// <summary>Runs every statement to its end.</summary>
    /// <returns>Rows inserted, updated and deleted by all of them; -1 where none was a statement that does.</returns>
    public override int ExecuteNonQuery() => ExecuteNonQuery(CancellationToken.None);

    /// <inheritdoc/>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteNonQuery(cancellationToken), cancellationToken);

    /// <summary>The first column of the first row, DBNull where it is NULL; null where there is no row. Every statement is run.</summary>
    public override object? ExecuteScalar() => ExecuteScalar(CancellationToken.None);

    /// <inheritdoc/>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        Task.Run(() => ExecuteScalar(cancellationToken), cancellationToken);

    /// <summary>Runs the statements up to the first that has rows, and reads those.</summary>
    public new DuckDbDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default, CancellationToken.None);

    /// <summary>Runs one statement and gives its rows in columns, in place: the fastest way to read many.</summary>
    /// <param name="cancellation">Interrupts the query, also while its rows are being read. CommandTimeout is not looked at.</param>
    /// <exception cref="InvalidOperationException">The text is not one statement, or one without rows.</exception>
    public DuckDbResult ExecuteChunks(CancellationToken cancellation = default)
    {
        var native = Ready();
        using var batch = native.Parse(CommandText);
        if (batch.Count != 1) throw new InvalidOperationException($"Chunks are read of one statement, and this text has {batch.Count}. Run them one by one.");
        using var statement = batch.Prepare(0);
        CommandRun.Bind(statement, Parameters, isAlone: true);
        var result = native.Stream(statement, cancellation);
        if (result.ReturnsRows) return result;
        result.Dispose();
        throw new InvalidOperationException("The statement has run, and has no rows to read. Use ExecuteNonQuery for it.");
    }

    /// <summary>Interrupts what runs, and what is being read: any thread. Without effect where nothing does.</summary>
    public override void Cancel() => _running?.Stop();

    internal void Ended(CommandRun run)
    {
        if (_running == run) _running = null;
    }

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new DuckDbParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await Task.Run(() => ExecuteReader(behavior, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Unprepare();
        base.Dispose(disposing);
    }

    private DuckDbDataReader ExecuteReader(CommandBehavior behavior, CancellationToken cancellation)
    {
        if (behavior.HasFlag(CommandBehavior.SchemaOnly))
            throw new NotSupportedException("A statement's columns are read by running it: use `SELECT * FROM (…) LIMIT 0` rather than SchemaOnly.");
        var run = Start();
        try
        {
            return new DuckDbDataReader(this, _connection!, run, behavior, cancellation);
        }
        catch
        {
            End(run);
            throw;
        }
    }

    private int ExecuteNonQuery(CancellationToken cancellation)
    {
        var run = Start();
        try
        {
            run.Finish(cancellation);
            return (int)Math.Min(run.RecordsAffected, int.MaxValue);
        }
        finally
        {
            End(run);
        }
    }

    private object? ExecuteScalar(CancellationToken cancellation)
    {
        using var reader = ExecuteReader(CommandBehavior.Default, cancellation);
        var value = reader.Read() ? reader.GetValue(0) : null;
        reader.Finish(cancellation);
        return value;
    }

    private CommandRun Start()
    {
        var native = Ready();
        return _running = new CommandRun(native, CommandText, _preparedFor == native ? _prepared : null, Parameters, TimeSpan.FromSeconds(CommandTimeout));
    }

    private void End(CommandRun run)
    {
        Ended(run);
        run.Dispose();
    }

    private NativeConnection Ready()
    {
        var connection = _connection ?? throw new InvalidOperationException("The command has no connection. Set its Connection.");
        if (string.IsNullOrWhiteSpace(CommandText)) throw new InvalidOperationException("The command has no text. Set its CommandText.");
        var native = connection.Native;
        if (DbTransaction is not null && DbTransaction != connection.Transaction)
            throw new InvalidOperationException(
                "The command's transaction is over, or another connection's. Set its Transaction to the connection's, or to null.");
        native.EnsureIdle();
        return native;
    }

    private void Unprepare()
    {
        _prepared?.Dispose();
        (_prepared, _preparedFor) = (null, null);
    }
}
