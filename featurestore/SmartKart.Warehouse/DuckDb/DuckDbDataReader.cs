using System.Collections;
using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using SmartKart.Warehouse.DuckDb.Values;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// A command's rows, streamed: no more than a few chunks of them are in memory. A typed getter reads what the column holds, or a type that holds
/// it exactly (an INTEGER as a long, an INT64 as an int where it fits); anything else, and a NULL, is an <see cref="InvalidCastException"/>, and a
/// value outside the type's range a <see cref="WarehouseValueException"/>. Typed getters box nothing. One thread at a time.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "ADO.NET's name for it.")]
[SuppressMessage("Design", "CA1010", Justification = "ADO.NET's collections are not generic.")]
[SuppressMessage("Usage", "CA2201", Justification = "ADO.NET's exception for a column that there isn't.")]
public sealed class DuckDbDataReader : DbDataReader, IDbColumnSchemaGenerator
{
    private readonly DuckDbCommand _command;
    private readonly DuckDbConnection _connection;
    private readonly CommandRun _run;
    private readonly CommandBehavior _behavior;
    private readonly Dictionary<(int, Type), ValueReader> _readers = [];
    private IReadOnlyList<ColumnVector>? _columns;  // null after the last result
    private int _row = -1;                          // in the chunk; -1 before the first row
    private int _rows;                              // of the chunk; 0 after the last
    private bool _hasRows;
    private bool _failed;
    private bool _closed;

    internal DuckDbDataReader(DuckDbCommand command, DuckDbConnection connection, CommandRun run, CommandBehavior behavior, CancellationToken cancellation)
    {
        (_command, _connection, _run, _behavior) = (command, connection, run, behavior);
        Advance(cancellation);
        connection.Reader = this;
    }

    /// <summary>0: rows are not nested in rows.</summary>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override int FieldCount => Result.Count;

    /// <summary>Whether this result has rows; known before the first is read.</summary>
    public override bool HasRows
    {
        get
        {
            ThrowIfClosed();
            return _hasRows;
        }
    }

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <summary>Rows inserted, updated and deleted by the statements that have run; -1 while none was one that does.</summary>
    public override int RecordsAffected => (int)Math.Min(_run.RecordsAffected, int.MaxValue);

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    private IReadOnlyList<ColumnVector> Result
    {
        get
        {
            ThrowIfClosed();
            return _columns ?? [];
        }
    }

    /// <summary>Goes on to the next row.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="WarehouseQueryException">The query failed after its first rows.</exception>
    public override bool Read()
    {
        ThrowIfClosed();
        return HasNextInChunk() || ReadChunk(CancellationToken.None);
    }

    /// <inheritdoc/>
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<bool>(cancellationToken);
        return HasNextInChunk() ? Task.FromResult(true) : Task.Run(() => ReadChunk(cancellationToken), cancellationToken);
    }

    /// <summary>Leaves this result, runs on, and stops before the first row of the next.</summary>
    /// <returns>False where there is none.</returns>
    public override bool NextResult()
    {
        ThrowIfClosed();
        return Advance(CancellationToken.None);
    }

    /// <inheritdoc/>
    public override Task<bool> NextResultAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        return Task.Run(() => Advance(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Ends it. Rows that were not read are given up, but statements that are left are run, as they would be by a server, unless one before them
    /// failed or was cancelled.
    /// </summary>
    public override void Close() => Finish(CancellationToken.None);

    /// <inheritdoc/>
    public override Task CloseAsync() => _closed ? Task.CompletedTask : Task.Run(Close);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => Column(ordinal).Name;

    /// <summary>The place of a column: of that very name, else of one that differs in case only.</summary>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    public override int GetOrdinal(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(StringComparison.Ordinal) is >= 0 and var exact ? exact : Find(StringComparison.OrdinalIgnoreCase) is >= 0 and var other ? other
            : throw new IndexOutOfRangeException($"The result has no column '{name}'. It has {string.Join(", ", Result.Select(column => column.Name))}.");

        int Find(StringComparison comparison)
        {
            for (var i = 0; i < Result.Count; i++)
                if (Result[i].Name.Equals(name, comparison)) return i;
            return -1;
        }
    }

    /// <summary>The column's type as SQL writes it.</summary>
    public override string GetDataTypeName(int ordinal) => Column(ordinal).LogicalType.ToString();

    /// <summary>The type of <see cref="GetValue"/>: object for a type that is not read.</summary>
    public override Type GetFieldType(int ordinal) => ValueReaders.TypeOf(Column(ordinal).LogicalType) ?? typeof(object);

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => Field(ordinal).IsNull(_row);

    /// <summary>
    /// A value as the type that <see cref="GetFieldType"/> names, boxed, or DBNull. A LIST or ARRAY is a <c>List</c>, a MAP a <c>Dictionary</c>, a
    /// STRUCT a <c>Dictionary</c> of its fields; a NULL inside them is null.
    /// </summary>
    public override object GetValue(int ordinal) =>
        Field(ordinal).IsNull(_row) ? DBNull.Value : ReaderOf(ordinal, typeof(object)).ReadBoxed(_row)!;

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++) values[i] = GetValue(i);
        return count;
    }

    /// <summary>
    /// A value as a type of the caller's: those of the getters; Int128, DateOnly, TimeOnly, DateTimeOffset, TimeSpan, DuckDbInterval, byte[]; a
    /// nullable of them, null where it is NULL; <c>T[]</c> or <c>List&lt;T&gt;</c> for LIST and ARRAY; <c>Dictionary</c> for MAP; and for STRUCT a class or
    /// record whose constructor or properties are named as its fields.
    /// </summary>
    /// <exception cref="InvalidCastException">It is NULL, or the column is not read as that.</exception>
    public override T GetFieldValue<T>(int ordinal)
    {
        var column = Field(ordinal);
        if (Scalar.TypeOf(column.Type) is not null && Nullable.GetUnderlyingType(typeof(T)) is null && typeof(T) != typeof(object))
            return Scalar.Read<T>(column, _row);
        if (column.IsNull(_row))
        {
            if (typeof(T) == typeof(object)) return (T)(object)DBNull.Value;
            return Nullable.GetUnderlyingType(typeof(T)) is null ? throw Scalar.Null(column, typeof(T)) : default!;
        }
        return ReaderOf(ordinal, typeof(T)) is ValueReader<T> reader ? reader.Read(_row) : (T)ReaderOf(ordinal, typeof(T)).ReadBoxed(_row)!;
    }

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => Scalar.Read<bool>(Field(ordinal), _row);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => Scalar.Read<byte>(Field(ordinal), _row);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => Scalar.Read<short>(Field(ordinal), _row);

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => Scalar.Read<int>(Field(ordinal), _row);

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => Scalar.Read<long>(Field(ordinal), _row);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => Scalar.Read<float>(Field(ordinal), _row);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => Scalar.Read<double>(Field(ordinal), _row);

    /// <summary>A DECIMAL of up to 28 digits, or a whole number.</summary>
    /// <exception cref="WarehouseValueException">It has more digits than a decimal.</exception>
    public override decimal GetDecimal(int ordinal) => Scalar.Read<decimal>(Field(ordinal), _row);

    /// <summary>A timestamp, of an unspecified kind; a TIMESTAMPTZ, in UTC; or the midnight of a DATE.</summary>
    public override DateTime GetDateTime(int ordinal) => Scalar.Read<DateTime>(Field(ordinal), _row);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => Scalar.Read<Guid>(Field(ordinal), _row);

    /// <summary>A VARCHAR, or an ENUM's text.</summary>
    public override string GetString(int ordinal) => Scalar.Read<string>(Field(ordinal), _row);

    /// <summary>A VARCHAR of one character.</summary>
    public override char GetChar(int ordinal) => GetString(ordinal) is [var only] ? only
        : throw new InvalidCastException($"Column '{GetName(ordinal)}' holds a text here that is not of one character. Read it as a string.");

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var column = Field(ordinal);
        if (column.Type != DuckDbType.Blob || column.IsNull(_row)) throw Scalar.Unfit<byte[]>(column);
        return Copy(column.Blob(_row), dataOffset, buffer, bufferOffset, length);
    }

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy(GetString(ordinal).AsSpan(), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this, closeReader: false);

    /// <inheritdoc/>
    public override DataTable? GetSchemaTable() => Result.Count == 0 ? null : ResultSchema.Table(Result);

    /// <inheritdoc/>
    public ReadOnlyCollection<DbColumn> GetColumnSchema() => ResultSchema.Columns(Result);

    /// <inheritdoc cref="Close()"/>
    internal void Finish(CancellationToken cancellation)
    {
        if (_closed) return;
        try
        {
            if (!_failed) _run.Finish(cancellation);
        }
        finally
        {
            Abandon();
            if (_behavior.HasFlag(CommandBehavior.CloseConnection)) _connection.Close();
        }
    }

    /// <summary>Ends it where it is.</summary>
    internal void Abandon()
    {
        _closed = true;
        _command.Ended(_run);
        _run.Dispose();
        if (_connection.Reader == this) _connection.Reader = null;
    }

    private bool HasNextInChunk()
    {
        if (_row + 1 >= _rows) return false;
        _row++;
        return true;
    }

    private bool ReadChunk(CancellationToken cancellation)
    {
        if (_rows == 0) return false;
        (_rows, _row) = (Fetch(cancellation), 0);
        return _rows > 0;
    }

    private bool Advance(CancellationToken cancellation)
    {
        (_rows, _row) = (0, -1);
        _readers.Clear();
        _failed = true; // until it has not
        _columns = _run.Advance(cancellation)?.Columns;
        _failed = false;
        if (_columns is not null) _rows = Fetch(cancellation);
        _hasRows = _rows > 0;
        return _columns is not null;
    }

    private int Fetch(CancellationToken cancellation)
    {
        _rows = 0;
        _failed = true;
        var rows = _run.TryReadChunk(out var chunk, cancellation) ? chunk.RowCount : 0;
        _failed = false;
        return rows;
    }

    private ColumnVector Column(int ordinal)
    {
        var columns = Result;
        return (uint)ordinal < (uint)columns.Count ? columns[ordinal]
            : throw new IndexOutOfRangeException($"The result has {columns.Count} columns, and none at {ordinal}. They are counted from 0.");
    }

    private ColumnVector Field(int ordinal)
    {
        var column = Column(ordinal);
        return (uint)_row < (uint)_rows ? column : throw new InvalidOperationException(
            _row < 0 ? "No row was read yet. Call Read first." : "There are no rows left. Read returned false.");
    }

    private ValueReader ReaderOf(int ordinal, Type type)
    {
        if (!_readers.TryGetValue((ordinal, type), out var reader)) _readers.Add((ordinal, type), reader = ValueReaders.For(Column(ordinal), type));
        return reader;
    }

    private static long Copy<T>(ReadOnlySpan<T> value, long dataOffset, T[]? buffer, int bufferOffset, int length)
    {
        if (buffer is null) return value.Length;
        ArgumentOutOfRangeException.ThrowIfNegative(dataOffset);
        var rest = dataOffset < value.Length ? value[(int)dataOffset..] : [];
        var count = Math.Min(rest.Length, length);
        rest[..count].CopyTo(buffer.AsSpan(bufferOffset, length));
        return count;
    }

    private void ThrowIfClosed()
    {
        if (_closed) throw new InvalidOperationException("The reader is closed. Execute the command again.");
    }
}
