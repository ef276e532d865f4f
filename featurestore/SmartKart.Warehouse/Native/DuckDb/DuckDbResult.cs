using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>
/// The rows of a query, streamed a chunk (up to 2,048 rows) at a time: no more than a few chunks are in memory. One thread at a time.
/// </summary>
public sealed class DuckDbResult : IDisposable
{
    private readonly ResultHandle _result;
    private readonly string _sql;
    private readonly CancellationTokenRegistration _cancelling;
    private readonly CancellationToken _cancellation;
    private readonly DataChunk _chunk;
    private readonly ResultKind _kind;
    private bool _ended; // DuckDB reports an error where a stream is read past its end

    internal DuckDbResult(ResultHandle result, string sql, CancellationTokenRegistration cancelling, CancellationToken cancellation)
    {
        _result = result;
        _sql = sql;
        _cancelling = cancelling;
        _cancellation = cancellation;
        _kind = result.Kind();
        _chunk = new DataChunk(DescribeColumns(result));
    }

    /// <summary>The columns, in order: their names and types are known before the first row.</summary>
    public IReadOnlyList<ColumnVector> Columns => _chunk.Columns;

    /// <summary>Whether the statement has a result to read: a query, or an INSERT … RETURNING and the like.</summary>
    internal bool ReturnsRows => _kind == ResultKind.Rows;

    internal bool IsDisposed => _result.IsClosed;

    /// <summary>Moves on to the next rows. The chunk and its columns are the same objects each time, with other rows in them.</summary>
    /// <param name="chunk">The next rows, at least one; valid until the next call or until the result is disposed.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="WarehouseQueryException">The query failed after its first rows.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public bool TryReadChunk([NotNullWhen(true)] out DataChunk? chunk)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        _chunk.Clear();
        _cancellation.ThrowIfCancellationRequested();
        chunk = null;
        if (_ended) return false;
        var fetched = _result.FetchChunk();
        if (!fetched.IsInvalid && _chunk.Take(fetched) > 0)
        {
            chunk = _chunk;
            return true;
        }
        _ended = true;
        _chunk.Clear();
        fetched.Dispose();
        _cancellation.ThrowIfCancellationRequested();
        // No chunk means the end, or a failure: only the error tells them apart.
        if (Marshal.PtrToStringUTF8(DuckDbApi.ResultError(_result)) is { Length: > 0 } message)
            throw new WarehouseQueryException(message, _sql);
        return false;
    }

    /// <summary>What a statement without a result to read changed; read once.</summary>
    /// <returns>Rows inserted, updated or deleted; -1 where it is no statement that changes rows.</returns>
    internal long ReadChangedRows() =>
        _kind == ResultKind.ChangedRows ? TryReadChunk(out var chunk) ? chunk.Column(0).Int64(0) : 0 : -1;

    /// <summary>Stops the query, if rows are left, and lets the connection run another.</summary>
    public void Dispose()
    {
        _cancelling.Dispose();
        _chunk.Clear();
        _result.Dispose();
    }

    private static ColumnVector[] DescribeColumns(ResultHandle result)
    {
        var columns = new ColumnVector[(int)DuckDbApi.ColumnCount(result)];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = Marshal.PtrToStringUTF8(DuckDbApi.ColumnName(result, (ulong)i)) ?? "";
            using var type = DuckDbApi.ColumnLogicalType(result, (ulong)i);
            columns[i] = new ColumnVector(name, LogicalType.Read(type));
        }
        return columns;
    }
}
