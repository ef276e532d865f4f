using SmartKart.Warehouse.Native.DuckDb;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// Writes rows to a table, millions a second. Hot path: per value; nothing is boxed.
/// <para>Row by row: a value for each column in order, by <c>Append</c> or <see cref="AppendNull"/>, then <see cref="EndRow"/>. Column by column, which
/// is faster: fill the columns of <see cref="BeginChunk"/>, then <see cref="EndChunk"/>.</para>
/// <para>Rows reach the table at <see cref="Flush"/>, by themselves after every 122,880 (a row group of DuckDB's), and when it is disposed. Each time is
/// a transaction of its own, unless the connection has one: for all or nothing, append within a transaction. A flush that fails says which rows
/// are not in the table. Disposing an appender with a row that was begun and not ended writes the rows before it, and throws, unless a value of that
/// row was refused, which said so already; after a failed flush it writes nothing.</para>
/// </summary>
public sealed class DuckDbAppender : IDisposable
{
    /// <summary>60 chunks, DuckDB's row group: a flush leaves no half-filled one, and comes before DuckDB would flush unasked.</summary>
    private const int FlushRows = 60 * ChunkWriter.Capacity;

    private readonly NativeConnection _connection;
    private readonly NativeAppender _appender;
    private readonly string _table;
    private readonly ChunkWriter _chunk;
    private readonly int _columnCount;
    private int _row;           // in the chunk
    private int _column;        // the next to be written in that row
    private long _appended;     // rows that DuckDB has, of which the table has the first _flushed
    private long _flushed;
    private bool _inChunk;
    private bool _inValue;      // still true where a value was refused: its error says already why the row is not ended
    private bool _failed;
    private bool _disposed;

    private DuckDbAppender(NativeConnection connection, NativeAppender appender, string table)
    {
        _connection = connection;
        _appender = appender;
        _table = table;
        _chunk = appender.Rows;
        _columnCount = _chunk.Columns.Count;
        _appender.Begin(firstRow: 0);
    }

    /// <summary>The columns that are written, in order.</summary>
    public IReadOnlyList<ColumnWriter> Columns => _chunk.Columns;

    /// <summary>Rows appended, whether they are in the table yet or not.</summary>
    public long RowCount => _appended + _row;

    /// <summary>Rows in the table.</summary>
    public long FlushedRowCount => _flushed;

#pragma warning disable CS1573 // A value is the parameter's whole story.
    /// <summary>Writes the row's next column, a BOOLEAN.</summary>
    public DuckDbAppender Append(bool value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a whole number where the column's type reaches so far.</summary>
    public DuckDbAppender Append(long value) { Next().Set(_row, value); return Written(); }

    /// <inheritdoc cref="Append(long)"/>
    public DuckDbAppender Append(ulong value) { Next().Set(_row, value); return Written(); }

    /// <inheritdoc cref="Append(long)"/>
    public DuckDbAppender Append(Int128 value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a UHUGEINT. Its own name, because C# prefers no signed type to UInt128 for a byte or a uint.</summary>
    public DuckDbAppender AppendUHugeInt(UInt128 value) { Next().SetUHugeInt(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a DOUBLE or a FLOAT.</summary>
    public DuckDbAppender Append(double value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a DECIMAL; nothing is rounded.</summary>
    public DuckDbAppender Append(decimal value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a UUID.</summary>
    public DuckDbAppender Append(Guid value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a DATE.</summary>
    public DuckDbAppender Append(DateOnly value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a TIME.</summary>
    public DuckDbAppender Append(TimeOnly value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a timestamp without a zone.</summary>
    public DuckDbAppender Append(DateTime value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a TIMESTAMPTZ.</summary>
    public DuckDbAppender Append(DateTimeOffset value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, an INTERVAL.</summary>
    public DuckDbAppender Append(DuckDbInterval value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a VARCHAR or an ENUM.</summary>
    public DuckDbAppender Append(ReadOnlySpan<char> value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a BLOB, or a VARCHAR as UTF-8.</summary>
    public DuckDbAppender Append(ReadOnlySpan<byte> value) { Next().Set(_row, value); return Written(); }

    /// <summary>Writes the row's next column, a VARCHAR or an ENUM; null is NULL.</summary>
    public DuckDbAppender Append(string? value) => value is null ? AppendNull() : Append(value.AsSpan());

    /// <summary>Makes the row's next column NULL.</summary>
    public DuckDbAppender AppendNull() { Next().SetNull(_row); return Written(); }
#pragma warning restore CS1573

    /// <summary>Ends a row that has a value for every column.</summary>
    /// <exception cref="InvalidOperationException">Columns are missing.</exception>
    public void EndRow()
    {
        if (_column != _columnCount) throw Incomplete();
        _column = 0;
        if (++_row == ChunkWriter.Capacity) TakeChunk();
    }

    /// <summary>Room for up to <see cref="ChunkWriter.Capacity"/> rows, to be filled column by column; <see cref="EndChunk"/> takes them.</summary>
    /// <exception cref="InvalidOperationException">A row is begun and not ended.</exception>
    public ChunkWriter BeginChunk()
    {
        ThrowIfUnusable();
        if (_column != 0) throw Incomplete();
        if (_row > 0) TakeChunk();
        _inChunk = true;
        return _chunk;
    }

    /// <summary>Appends the first rows of the chunk that was begun.</summary>
    /// <param name="rows">How many were filled, 0 to <see cref="ChunkWriter.Capacity"/>.</param>
    public void EndChunk(int rows)
    {
        ThrowIfUnusable();
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, ChunkWriter.Capacity);
        if (!_inChunk) throw new InvalidOperationException("No chunk was begun. Call BeginChunk, fill its columns, then end it.");
        _inChunk = false;
        _row = rows;
        TakeChunk();
    }

    /// <summary>Writes every ended row to the table.</summary>
    /// <exception cref="InvalidOperationException">A row is begun and not ended, or the connection is streaming a result.</exception>
    /// <exception cref="WarehouseAppendException">DuckDB refuses rows; it says which are not in the table. The appender is of no more use.</exception>
    public void Flush()
    {
        ThrowIfUnusable();
        if (_column != 0) throw Incomplete();
        if (_inChunk) throw new InvalidOperationException("A chunk was begun and not ended. Call EndChunk first.");
        if (_row > 0) TakeChunk();
        if (_appended > _flushed) WriteOut();
    }

    /// <summary>Flushes and ends it, unless it failed before. See the class for a row that was begun.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        try
        {
            if (_failed) return;
            if (!_connection.IsIdle) throw Unwritten();
            var incomplete = _column != 0 && !_inValue ? Incomplete() : null;
            (_column, _inChunk) = (0, false);
            Flush();
            if (incomplete is not null) throw incomplete;
        }
        finally
        {
            _disposed = true;
            _appender.Dispose();
        }
    }

    internal static DuckDbAppender Open(NativeConnection connection, string? catalog, string? schema, string table, IReadOnlyList<string>? columns)
    {
        connection.EnsureIdle();
        string?[] path = [catalog, schema, table];
        var name = string.Join('.', path.OfType<string>().Select(SqlText.Identifier));
        return new DuckDbAppender(connection, connection.Append(catalog, schema, table, columns ?? ColumnsOf(connection, name)), name);
    }

    // Generated columns cannot be written, and are not among the appender's.
    private static string[] ColumnsOf(NativeConnection connection, string name)
    {
        using var result = connection.Query($"SELECT * FROM {name} LIMIT 0");
        return [.. result.Columns.Select(column => column.Name)];
    }

    private ColumnWriter Next()
    {
        ThrowIfUnusable();
        if (_inChunk) throw new InvalidOperationException("A chunk was begun and not ended. End it before rows are appended one by one.");
        if (_column == _columnCount)
            throw new InvalidOperationException(
                $"Row {RowCount} of the appender on {_table} has a value for each of its {_columnCount} columns already. Call EndRow.");
        _inValue = true;
        return _chunk.Column(_column);
    }

    private DuckDbAppender Written()
    {
        _inValue = false;
        _column++;
        return this;
    }

    private void TakeChunk()
    {
        _connection.EnsureIdle();
        var rows = _row;
        if (_appender.Append(rows) is { } fault) throw Fail(fault, _appended + rows);
        _appended += rows;
        _row = 0;
        if (_appended - _flushed >= FlushRows) WriteOut();
        _appender.Begin(_appended);
    }

    private void WriteOut()
    {
        _connection.EnsureIdle();
        if (_appender.Flush() is { } fault) throw Fail(fault, _appended);
        _flushed = _appended;
    }

    private WarehouseAppendException Fail(AppendFault fault, long endRow)
    {
        _failed = true;
        _appender.Clear();
        return new WarehouseAppendException(fault, _table, _flushed, endRow);
    }

    // What DuckDB has and the table has not must not be written behind the reader's back when the appender goes.
    private InvalidOperationException Unwritten()
    {
        _appender.Clear();
        return new InvalidOperationException(
            $"The connection is streaming a result, so the rows {_flushed} to {RowCount - 1} of the appender on {_table} are not in it. " +
            "Dispose the reader first, then the appender.");
    }

    private InvalidOperationException Incomplete() => new(
        $"Row {RowCount} of the appender on {_table} has {_column} of {_columnCount} columns: '{Columns[Math.Min(_column, _columnCount - 1)].Name}' is next. " +
        "Append a value or NULL for each, then call EndRow; a row that is not ended is not written.");

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failed) throw new InvalidOperationException($"The appender on {_table} failed, and its last rows are not in the table. Make another.");
    }
}
