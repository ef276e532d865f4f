using System.Text;
using System.Text.Json;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// A row, or a STRUCT within one: typed values read from the bytes of the answer, without a box. It is a view, valid for as long as it is held.
/// Safe to share between threads.
/// <para><see cref="Get{T}"/> takes <see cref="long"/> (and the smaller ones where it fits), <see cref="double"/>, <see cref="decimal"/>,
/// <see cref="bool"/>, <see cref="string"/>, an array of bytes, <see cref="DateOnly"/>, <see cref="TimeOnly"/>,
/// <see cref="DateTime"/>, <see cref="DateTimeOffset"/> and <see cref="BigQueryRow"/>, each for its type (see
/// <see cref="BigQueryType"/>), and <see cref="string"/> for any that is no STRUCT.</para>
/// </summary>
public readonly struct BigQueryRow
{
    private readonly ReadOnlyMemory<byte> _page;
    private readonly ReadOnlyMemory<Cell> _cells;

    internal BigQueryRow(ReadOnlyMemory<byte> page, ReadOnlyMemory<Cell> cells, IReadOnlyList<BigQueryField> fields)
    {
        if (cells.Length != fields.Count)
            throw new WarehouseValueException($"BigQuery sent {cells.Length} values for {fields.Count} fields. The answer is damaged: run the query again.");
        (_page, _cells, Fields) = (page, cells, fields);
    }

    /// <summary>The fields, in order.</summary>
    public IReadOnlyList<BigQueryField> Fields { get; }

    /// <summary>Whether a value is NULL. An array never is.</summary>
    /// <param name="field">Its place, from 0.</param>
    public bool IsNull(int field) => _cells.Span[field].Form == CellForm.Null && Fields[field].Mode != FieldMode.Repeated;

    /// <summary>A value.</summary>
    /// <param name="field">Its place, from 0.</param>
    /// <exception cref="InvalidCastException">It is NULL, an array, or of a type that is not read as T.</exception>
    /// <exception cref="WarehouseValueException">It is outside T's range.</exception>
    public T Get<T>(int field)
    {
        if (Fields[field].Mode == FieldMode.Repeated)
            throw new InvalidCastException($"The column {Fields[field].Name} is an array. Read it by GetArray.");
        return Read<T>(_cells.Span[field], Fields[field]);
    }

    /// <summary>An array's elements.</summary>
    /// <param name="field">Its place, from 0.</param>
    /// <exception cref="InvalidCastException">The field is no array, or one of elements that are not read as T.</exception>
    /// <exception cref="WarehouseValueException">An element is outside T's range.</exception>
    public T[] GetArray<T>(int field)
    {
        if (Fields[field].Mode != FieldMode.Repeated)
            throw new InvalidCastException($"The column {Fields[field].Name} is no array. Read it by Get.");
        var at = _cells.Span[field];
        if (at.Form == CellForm.Null) return [];
        var cells = CellIndex.Array(_page.Span, at);
        var values = new T[cells.Length];
        for (var i = 0; i < cells.Length; i++) values[i] = Read<T>(cells[i], Fields[field]);
        return values;
    }

    /// <summary>A TIMESTAMP as microseconds since 1970.</summary>
    /// <param name="field">Its place, from 0.</param>
    public long GetMicroseconds(int field) => Fields[field].Type == BigQueryType.Timestamp
        ? Read<long>(_cells.Span[field], Fields[field] with { Type = BigQueryType.Int64 })
        : throw WrongType<long>(Fields[field]);

    // A chain of comparisons that the JIT decides for each T: one conversion is left, and no box.
    private T Read<T>(Cell cell, BigQueryField field)
    {
        if (cell.Form == CellForm.Null)
            throw new InvalidCastException($"The column {field.Name} is NULL. Ask IsNull first, or write ifnull in the SQL.");
        var type = field.Type;
        var text = _page.Span.Slice(cell.Start, cell.Length);
        if (cell.Form == CellForm.EscapedText) text = Unescape(text);       // of base64 too: Google's JSON may escape its =
        try
        {
            if (typeof(T) == typeof(long) && type == BigQueryType.Int64) return (T)(object)ValueText.Int64(text);
            if (typeof(T) == typeof(int) && type == BigQueryType.Int64) return (T)(object)checked((int)ValueText.Int64(text));
            if (typeof(T) == typeof(short) && type == BigQueryType.Int64) return (T)(object)checked((short)ValueText.Int64(text));
            if (typeof(T) == typeof(byte) && type == BigQueryType.Int64) return (T)(object)checked((byte)ValueText.Int64(text));
            if (typeof(T) == typeof(double) && type == BigQueryType.Float64) return (T)(object)ValueText.Float64(text);
            if (typeof(T) == typeof(decimal) && type is BigQueryType.Numeric or BigQueryType.BigNumeric) return (T)(object)ValueText.Numeric(text);
            if (typeof(T) == typeof(bool) && type == BigQueryType.Bool) return (T)(object)ValueText.Bool(text);
            if (typeof(T) == typeof(DateTimeOffset) && type == BigQueryType.Timestamp) return (T)(object)ValueText.Timestamp(text);
            if (typeof(T) == typeof(DateOnly) && type == BigQueryType.Date) return (T)(object)ValueText.Date(text);
            if (typeof(T) == typeof(TimeOnly) && type == BigQueryType.Time) return (T)(object)ValueText.Time(text);
            if (typeof(T) == typeof(DateTime) && type == BigQueryType.DateTime) return (T)(object)ValueText.DateTimeOf(text);
            if (typeof(T) == typeof(byte[]) && type == BigQueryType.Bytes) return (T)(object)ValueText.Bytes(text);
            if (typeof(T) == typeof(string) && cell.Form != CellForm.Nested) return (T)(object)Encoding.UTF8.GetString(text);
            if (typeof(T) == typeof(BigQueryRow) && type == BigQueryType.Struct)
                return (T)(object)new BigQueryRow(_page, CellIndex.Struct(_page.Span, cell), field.Fields);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new WarehouseValueException(
                $"The column {field.Name} ({field.SqlType}) cannot be read as {typeof(T).Name}: {e.Message} Read it as a string.", e);
        }
        throw WrongType<T>(field);
    }

    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        byte[] quoted = [(byte)'"', .. text, (byte)'"'];
        var json = new Utf8JsonReader(quoted);
        json.Read();
        var unescaped = new byte[text.Length];      // escapes are longer than what they stand for
        return unescaped[..json.CopyString(unescaped)];
    }

    private static InvalidCastException WrongType<T>(BigQueryField field) =>
        new($"The column {field.Name} is {field.SqlType}, which is not read as {typeof(T).Name}. See BigQueryType for what holds which type.");
}
