using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Appending;
using SmartKart.Warehouse.Native.DuckDb.Declarations;
using SmartKart.Warehouse.Native.DuckDb.Functions;
using SmartKart.Warehouse.Native.DuckDb.Statements;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>
/// Runs SQL, blocking the caller until DuckDB has the first rows. One thread at a time, and one open result at a time: a result streams out of
/// the connection's running query. Cancelling interrupts the query wherever it is.
/// </summary>
public sealed class NativeConnection : IDisposable
{
    private readonly ConnectionHandle _connection;
    private DuckDbResult? _open;

    internal NativeConnection(ConnectionHandle connection) => _connection = connection;

    /// <summary>Runs one statement and streams its rows, in chunks. Dispose the result before the next statement.</summary>
    /// <param name="sql">One statement; parameters are written <c>$1</c>, <c>$2</c>, … or <c>?</c>.</param>
    /// <param name="cancellation">Interrupts the query, also while its rows are being read.</param>
    /// <exception cref="WarehouseQueryException">DuckDB refuses the statement or fails in it.</exception>
    public DuckDbResult Query(string sql, CancellationToken cancellation = default) => Query(sql, [], cancellation);

    /// <inheritdoc cref="Query(string, CancellationToken)"/>
    /// <param name="sql">One statement; parameters are written <c>$1</c>, <c>$2</c>, … or <c>?</c>.</param>
    /// <param name="parameters">
    /// Their values, in order: null, bool, whole numbers, float, double, decimal, string, byte[], Guid, DateOnly, TimeOnly, DateTime (no zone),
    /// DateTimeOffset, TimeSpan, <see cref="DuckDbInterval"/>, or a list of one of these.
    /// </param>
    /// <param name="cancellation">Interrupts the query, also while its rows are being read.</param>
    public DuckDbResult Query(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellation = default)
    {
        EnsureIdle();
        cancellation.ThrowIfCancellationRequested();
        using var statement = Prepare(sql);
        statement.Bind(parameters);
        return Stream(statement, cancellation);
    }

    /// <summary>Runs one statement to its end.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>Rows inserted, updated or deleted; 0 for anything else.</returns>
    public long Execute(string sql, CancellationToken cancellation = default) => Execute(sql, [], cancellation);

    /// <inheritdoc cref="Execute(string, CancellationToken)"/>
    /// <param name="sql">One statement.</param>
    /// <param name="parameters">As for <see cref="Query(string, IReadOnlyList{object?}, CancellationToken)"/>.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public long Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellation = default)
    {
        EnsureIdle();
        cancellation.ThrowIfCancellationRequested();
        using var statement = Prepare(sql);
        statement.Bind(parameters);
        var (result, cancelling) = Run(statement, streaming: false, cancellation);
        using (cancelling)
        using (result) return (long)DuckDbApi.RowsChanged(result);
    }

    /// <summary>Makes a function of SQL that is computed here. All connections to this database have it, until it closes.</summary>
    /// <param name="name">What SQL calls it; not the name of another.</param>
    /// <param name="argument">The type of its argument, as SQL writes it.</param>
    /// <param name="result">The type of its result: one that an appender writes, too.</param>
    /// <param name="function">Computes it, once for each row of a query that is not filtered out. The database keeps it alive.</param>
    /// <exception cref="WarehouseQueryException">DuckDB knows no such type, or has a function of this name.</exception>
    /// <exception cref="WarehouseValueException">The result has a type that can't be written.</exception>
    public void DefineFunction(string name, string argument, string result, ColumnFunction function)
    {
        using var argumentType = TypeOf(argument);
        using var resultType = TypeOf(result);
        if (!NativeFunction.TryRegister(_connection, name, argumentType, resultType, function))
            throw new WarehouseQueryException(
                $"DuckDB refuses a function '{name}'. Choose a name that no other function has", $"({name}({argument}) as {result})");
    }

    /// <summary>Closes the open result, if there is one, and the connection.</summary>
    public void Dispose()
    {
        _open?.Dispose();
        _connection.Dispose();
    }

    /// <summary>Parses a text of any number of statements.</summary>
    internal StatementBatch Parse(string sql) => StatementBatch.Parse(_connection, sql);

    /// <summary>Runs a statement whose parameters are bound, as a stream of rows.</summary>
    internal DuckDbResult Stream(PreparedStatement statement, CancellationToken cancellation)
    {
        EnsureIdle();
        cancellation.ThrowIfCancellationRequested();
        var (result, cancelling) = Run(statement, streaming: true, cancellation);
        return _open = new DuckDbResult(result, statement.Sql, cancelling, cancellation);
    }

    /// <summary>Opens an appender on a table, in the connection's transaction.</summary>
    internal NativeAppender Append(string? catalog, string? schema, string table, IReadOnlyList<string> columns) =>
        NativeAppender.Create(_connection, catalog, schema, table, columns);

    /// <summary>Whether no result is being streamed.</summary>
    internal bool IsIdle => _open is not { IsDisposed: false };

    internal void EnsureIdle()
    {
        if (!IsIdle)
            throw new InvalidOperationException(
                "This connection is still streaming a result. Dispose that result (or its reader) first, or make another connection.");
    }

    internal static WarehouseQueryException NotPrepared(StatementHandle statement, string sql)
    {
        var message = statement.IsInvalid ? "DuckDB prepared nothing, and gave no reason" : Text(DuckDbApi.PrepareError(statement));
        statement.Dispose();
        return new WarehouseQueryException(message, sql);
    }

    private LogicalTypeHandle TypeOf(string type)
    {
        EnsureIdle();
        using var statement = Prepare($"SELECT CAST(NULL AS {type})");
        var (result, cancelling) = Run(statement, streaming: false, CancellationToken.None);
        using (cancelling)
        using (result) return DuckDbApi.ColumnLogicalType(result, 0);
    }

    private PreparedStatement Prepare(string sql)
    {
        if (DuckDbApi.Prepare(_connection, sql, out var statement) != DuckDbApi.Success) throw NotPrepared(statement, sql);
        statement.KeepAlive(_connection);
        return new PreparedStatement(statement, sql);
    }

    private (ResultHandle, CancellationTokenRegistration) Run(PreparedStatement statement, bool streaming, CancellationToken cancellation)
    {
        var handle = statement.Handle;
        var state = streaming ? DuckDbApi.PendingStreaming(handle, out var pending) : DuckDbApi.Pending(handle, out pending);
        using var owned = pending;
        if (state != DuckDbApi.Success) throw new WarehouseQueryException(Text(DuckDbApi.PendingError(pending)), statement.Sql);

        // Registered after the query is pending, because that is where DuckDB forgets an earlier interrupt.
        var cancelling = cancellation.UnsafeRegister(static connection => DuckDbApi.Interrupt((ConnectionHandle)connection!), _connection);
        var result = new ResultHandle(_connection);
        if (DuckDbApi.ExecutePending(pending, result) == DuckDbApi.Success) return (result, cancelling);
        cancelling.Dispose();
        var message = Text(DuckDbApi.ResultError(result));
        result.Dispose();
        cancellation.ThrowIfCancellationRequested();
        throw new WarehouseQueryException(message, statement.Sql);
    }

    private static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "DuckDB failed, and gave no reason";
}
