using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Reads a query's rows, page after page: a <see cref="DbDataReader"/>, as the other engine has one. A page is fetched when the one before is read
/// through, so await <see cref="ReadAsync(CancellationToken)"/>. The typed getters and <see cref="Row"/> box nothing; one thread at a time.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "ADO.NET's name for it.")]
[SuppressMessage("Design", "CA1010", Justification = "ADO.NET's collections are not generic.")]
[SuppressMessage("Usage", "CA2201", Justification = "ADO.NET's exception for a column that there isn't.")]
public sealed class BigQueryDataReader : DbDataReader
{
    private readonly Func<string, CancellationToken, Task<RowPage>> _fetch;
    private readonly IReadOnlyList<BigQueryField> _fields;
    private readonly long? _affectedRows;
    private RowPage _page;
    private int _row = -1;
    private bool _closed;

    internal BigQueryDataReader(RowPage first, JobReference job, Func<string, CancellationToken, Task<RowPage>> fetch)
    {
        (_page, _fetch, Job) = (first, fetch, job);
        (_fields, _affectedRows, TotalRows) = (first.Schema ?? [], first.AffectedRows, first.TotalRows ?? 0);
    }

    /// <summary>The job that computed the rows.</summary>
    public JobReference Job { get; }

    /// <summary>How many rows there are in all pages.</summary>
    public long TotalRows { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<BigQueryField> Schema => _fields;

    /// <summary>The row that the reader stands on.</summary>
    /// <exception cref="InvalidOperationException">It stands on none.</exception>
    public BigQueryRow Row => !_closed && _row >= 0 && _row < _page.Rows
        ? new BigQueryRow(_page.Body, _page.Cells.AsMemory(_row * _fields.Count, _fields.Count), _fields)
        : throw new InvalidOperationException("The reader stands on no row. Await ReadAsync, and go on while it is true.");

    /// <inheritdoc/>
    public override int FieldCount => _fields.Count;

    /// <inheritdoc/>
    public override bool HasRows => TotalRows > 0;

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <summary>How many rows a DML statement changed; -1 of any other.</summary>
    public override int RecordsAffected => _affectedRows is { } rows ? checked((int)rows) : -1;

    /// <inheritdoc/>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <summary>Goes to the next row, and fetches the next page where it has to.</summary>
    /// <exception cref="BigQueryRequestException">The page could not be fetched.</exception>
    public override async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!Advance())
        {
            if (_closed || _page.NextPage is not { } next) return false;
            _page = await _fetch(next, cancellationToken);
            _row = -1;
        }
        return true;
    }

    /// <summary>Goes to the next row of this page.</summary>
    /// <exception cref="InvalidOperationException">The next row is on the next page, which comes over the network.</exception>
    public override bool Read()
    {
        if (Advance()) return true;
        if (_closed || _page.NextPage is null) return false;
        throw new InvalidOperationException("The next row is on the next page, which BigQuery has yet to send. Await ReadAsync instead of calling Read.");
    }

    /// <summary>There is one result.</summary>
    public override bool NextResult() => false;

    /// <inheritdoc/>
    public override void Close() => _closed = true;

    /// <inheritdoc/>
    public override string GetName(int ordinal) => _fields[ordinal].Name;

    /// <inheritdoc/>
    public override int GetOrdinal(string name)
    {
        for (var i = 0; i < _fields.Count; i++)
            if (_fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;      // BigQuery's columns have no case
        throw new IndexOutOfRangeException($"There is no column {name}. There are {string.Join(", ", _fields.Select(field => field.Name))}.");
    }

    /// <summary>The type as SQL has it.</summary>
    public override string GetDataTypeName(int ordinal) => _fields[ordinal].SqlType;

    /// <inheritdoc/>
    public override Type GetFieldType(int ordinal) => BoxedValue.TypeOf(_fields[ordinal]);

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => Row.IsNull(ordinal);

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => Row.Get<bool>(ordinal);

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => Row.Get<long>(ordinal);

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => Row.Get<int>(ordinal);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => Row.Get<short>(ordinal);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => Row.Get<byte>(ordinal);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => Row.Get<double>(ordinal);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => Row.Get<float>(ordinal);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => Row.Get<decimal>(ordinal);

    /// <summary>A DATETIME; an instant is a <see cref="DateTimeOffset"/>.</summary>
    public override DateTime GetDateTime(int ordinal) => Row.Get<DateTime>(ordinal);

    /// <inheritdoc/>
    public override string GetString(int ordinal) => Row.Get<string>(ordinal);

    /// <summary>A STRING that is a UUID.</summary>
    public override Guid GetGuid(int ordinal) => Guid.Parse(Row.Get<string>(ordinal));

    /// <summary>A STRING of one character.</summary>
    public override char GetChar(int ordinal) => char.Parse(Row.Get<string>(ordinal));

    /// <inheritdoc/>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        Copy<byte>(Row.Get<byte[]>(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy<char>(Row.Get<string>(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <summary>A value: as <see cref="BigQueryRow.Get{T}"/> reads it, or an array, or an object.</summary>
    public override T GetFieldValue<T>(int ordinal) =>
        _fields[ordinal].Mode == FieldMode.Repeated || typeof(T) == typeof(object) || typeof(T) == typeof(Dictionary<string, object?>)
            ? (T)GetValue(ordinal)
            : Row.Get<T>(ordinal);

    /// <inheritdoc/>
    public override object GetValue(int ordinal) => BoxedValue.Of(Row, ordinal);

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++) values[i] = GetValue(i);
        return count;
    }

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    private bool Advance()
    {
        if (_row < _page.Rows) _row++;
        return !_closed && _row < _page.Rows;
    }

    private static long Copy<T>(ReadOnlySpan<T> from, long offset, T[]? to, int toOffset, int length)
    {
        if (to is null) return from.Length;
        var part = from[(int)Math.Min(offset, from.Length)..];
        part = part[..Math.Min(part.Length, length)];
        part.CopyTo(to.AsSpan(toOffset));
        return part.Length;
    }
}
