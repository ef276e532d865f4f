using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>
/// Runs SQL, blocking the caller until DuckDB has the first rows. One thread at a time, and one open result at a time: a result streams
/// out of
/// the connection's running query. Cancelling interrupts the query wherever it is.
/// </summary>
public sealed class DuckDbConnection : IDisposable
{
    private readonly ConnectionHandle _connection;
    private DuckDbResult? _open;

    internal DuckDbConnection(ConnectionHandle connection) => _connection = connection;

    /// <summary>Runs one statement and streams its rows, in chunks. Dispose the result before the next statement.</summary>
    /// <param name="sql">One statement; parameters are written <c>$1</c>, <c>$2</c>, … or <c>?</c>.</param>
    /// <param name="cancellation">Interrupts the query, also while its rows are being read.</param>
    /// <exception cref="WarehouseQueryException">DuckDB refuses the statement or fails in it.</exception>
    public DuckDbResult Query(string sql, CancellationToken cancellation = default) => Query(sql, [], cancellation);

    /// <inheritdoc cref="Query(string, CancellationToken)"/>
    /// <param name="sql">One statement; parameters are written <c>$1</c>, <c>$2</c>, … or <c>?</c>.</param>
    /// <param name="parameters">
    /// Their values, in order: null, bool, int, long, double, decimal, string, byte[], DateOnly, DateTime (no zone) or DateTimeOffset.
    /// </param>
    /// <param name="cancellation">Interrupts the query, also while its rows are being read.</param>
    public DuckDbResult Query(string sql, IReadOnlyList<object?> parameters, CancellationToken cancellation = default)
    {
        var (result, cancelling) = Run(sql, parameters, streaming: true, cancellation);
        return _open = new DuckDbResult(result, sql, cancelling, cancellation);
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
        var (result, cancelling) = Run(sql, parameters, streaming: false, cancellation);
        using (cancelling)
        using (result) return (long)DuckDbApi.RowsChanged(result);
    }

    /// <summary>Closes the open result, if there is one, and the connection.</summary>
    public void Dispose()
    {
        _open?.Dispose();
        _connection.Dispose();
    }

    private (ResultHandle, CancellationTokenRegistration) Run(
        string sql, IReadOnlyList<object?> parameters, bool streaming, CancellationToken cancellation)
    {
        if (_open is { IsDisposed: false })
            throw new InvalidOperationException(
                "This connection is still streaming a result. Dispose that result first, or make another connection.");
        cancellation.ThrowIfCancellationRequested();
        using var statement = Prepare(sql);
        ParameterBinder.Bind(statement, parameters, sql);

        var state = streaming ? DuckDbApi.PendingStreaming(statement, out var pending) : DuckDbApi.Pending(statement, out pending);
        using var owned = pending;
        if (state != DuckDbApi.Success) throw new WarehouseQueryException(Text(DuckDbApi.PendingError(pending)), sql);

        // Registered after the query is pending, because that is where DuckDB forgets an earlier interrupt.
        var cancelling = cancellation.UnsafeRegister(static connection => DuckDbApi.Interrupt((ConnectionHandle)connection!), _connection);
        var result = new ResultHandle(_connection);
        if (DuckDbApi.ExecutePending(pending, result) == DuckDbApi.Success) return (result, cancelling);
        cancelling.Dispose();
        var message = Text(DuckDbApi.ResultError(result));
        result.Dispose();
        cancellation.ThrowIfCancellationRequested();
        throw new WarehouseQueryException(message, sql);
    }

    private StatementHandle Prepare(string sql)
    {
        if (DuckDbApi.Prepare(_connection, sql, out var statement) == DuckDbApi.Success)
        {
            statement.KeepAlive(_connection);
            return statement;
        }
        var message = statement.IsInvalid ? "DuckDB prepared nothing, and gave no reason" : Text(DuckDbApi.PrepareError(statement));
        statement.Dispose();
        throw new WarehouseQueryException(message, sql);
    }

    private static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "DuckDB failed, and gave no reason";
}
