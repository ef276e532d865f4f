using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Appending;

/// <summary>
/// One column of a chunk that is being written, in place: nothing is boxed. Hot path: per value. A row is one of the chunk, from 0; a value that
/// the column cannot hold exactly is a <see cref="WarehouseValueException"/> that names column and row. A row that nothing was written to holds
/// the type's zero, an empty text or an empty list.
/// <para>A nested column is written through its <see cref="Children"/>: a STRUCT's fields at the STRUCT's own row, what a LIST or a MAP holds at
/// the rows that <see cref="AddElement"/> gives out.</para>
/// </summary>
public sealed unsafe class ColumnWriter
{
    private const int StackBytes = 512;
    private const int MaxElements = 1 << 30;
    private readonly ChunkHandle? _chunk;    // null where the vector is DuckDB's: then Forget ends it
    private readonly DuckDbType _storage;
    private readonly DecimalLayout _decimal;
    private readonly ColumnWriter[] _children;
    private readonly TextBlocks? _texts;     // null where texts must be DuckDB's at once
    private nint _vector;
    private int _capacity;   // rows: a chunk's, or as many elements as there is room for
    private int _elements;   // of all the lists so far
    private byte* _data;
    private ulong* _validity; // null until the chunk's first NULL

    internal ColumnWriter(ChunkHandle? chunk, string name, LogicalType type, TextBlocks? texts)
    {
        _texts = texts;
        _chunk = chunk;
        _storage = type.Storage;
        _decimal = new DecimalLayout(type.Storage, (byte)type.Scale);
        Name = name;
        LogicalType = type;
        _children = [.. type.Fields.Select(field => new ColumnWriter(chunk, $"{name}.{field.Name}", field.Type, texts))];
    }

    /// <summary>Its name in the table; a nested one's is its path.</summary>
    public string Name { get; }

    /// <summary>Its type in the table.</summary>
    public LogicalType LogicalType { get; }

    /// <summary>What a nested column consists of: a STRUCT's fields, a LIST's elements, a MAP's keys and values; else none.</summary>
    public IReadOnlyList<ColumnWriter> Children => _children;

    /// <summary>Rows before this chunk: what makes an error's row number the appender's.</summary>
    internal long FirstRow { get; private set; }

    /// <summary>The column as DuckDB stores it, a value per row, to be filled.</summary>
    /// <remarks>A list's elements may move at the next <see cref="AddElement"/>: take them anew.</remarks>
    /// <typeparam name="T">As for <see cref="ColumnVector.Values"/>; not a DECIMAL, an ENUM or a TIME, whose numbers are not all valid.</typeparam>
    public Span<T> Values<T>() where T : unmanaged
    {
        var type = LogicalType.Id;
        return type is not (DuckDbType.Decimal or DuckDbType.Enum or DuckDbType.Time) && Storage.Holds<T>(type)
            ? new Span<T>(_data, _capacity)
            : throw new WarehouseValueException(
                $"Column '{Name}' is a {LogicalType}, and cannot be filled as {typeof(T).Name}. " +
                (type is DuckDbType.Decimal or DuckDbType.Enum or DuckDbType.Time ? "Set it row by row." : Storage.Remedy(type)));
    }

    /// <summary>Makes a row NULL, whatever is written to it before or afterwards; of a STRUCT, its fields too.</summary>
    public void SetNull(int row)
    {
        Check(row);
        if (_validity is null)
        {
            AppenderApi.EnsureValidity(_vector);
            _validity = DuckDbApi.VectorValidity(_vector);
        }
        _validity[row >> 6] &= ~(1UL << row);
        if (_storage == DuckDbType.Struct)
            foreach (var field in _children) field.SetNull(row);
        GC.KeepAlive(this);
    }

    /// <summary>Lengthens the list or map of a row by one. Rows are begun in any order, but one list is whole before the next begins.</summary>
    /// <returns>The row of the new element in <see cref="Children"/>, or of the new key and its value.</returns>
    /// <exception cref="InvalidOperationException">Another row's list was begun since, or the chunk's lists hold over 2^30 elements.</exception>
    public int AddElement(int row)
    {
        Check(row);
        if (_storage is not (DuckDbType.List or DuckDbType.Map))
            throw new WarehouseValueException($"Column '{Name}' is a {LogicalType}, and has no elements. Set its value.");
        var lists = (NativeListEntry*)_data;
        var list = lists[row];
        if (list.Length == 0) list = new NativeListEntry((ulong)_elements, 0);
        else if (list.Offset + list.Length != (ulong)_elements)
            throw new InvalidOperationException($"Row {FirstRow + row} of the appender, column '{Name}': another list was begun since. Write each list whole.");
        var element = _elements;
        if (element == ElementCapacity) Reserve(element * 2);
        lists[row] = list with { Length = list.Length + 1 };
        _elements = element + 1;
        GC.KeepAlive(this);
        return element;
    }

    /// <summary>A BOOLEAN.</summary>
    public void Set(int row, bool value)
    {
        if (_storage != DuckDbType.Boolean) throw Unfit(row, value, "BOOLEAN");
        Write(row, value);
    }

    /// <summary>A whole number, where the column's type reaches so far: any integer type, DECIMAL, FLOAT or DOUBLE.</summary>
    public void Set(int row, long value)
    {
        if (LogicalType.Id == DuckDbType.BigInt) Write(row, value);
        else if (LogicalType.Id == DuckDbType.Integer && (int)value == value) Write(row, (int)value);
        else SetWhole(row, value);
    }

    /// <inheritdoc cref="Set(int, long)"/>
    public void Set(int row, ulong value) => SetWhole(row, value);

    /// <inheritdoc cref="Set(int, long)"/>
    public void Set(int row, Int128 value) => SetWhole(row, value);

    /// <summary>A UHUGEINT, or any other whole number.</summary>
    public void SetUHugeInt(int row, UInt128 value)
    {
        if (LogicalType.Id == DuckDbType.UHugeInt) Write(row, value);
        else if (value <= (UInt128)Int128.MaxValue) SetWhole(row, (Int128)value);
        else throw Unfit(row, value, "UHUGEINT");
    }

    /// <summary>A DOUBLE; or a FLOAT, rounded to it.</summary>
    public void Set(int row, double value)
    {
        if (_storage == DuckDbType.Double) Write(row, value);
        else if (_storage == DuckDbType.Float) Write(row, (float)value);
        else throw Unfit(row, value, "DOUBLE");
    }

    /// <summary>A DECIMAL of the column's digits; nothing is rounded.</summary>
    public void Set(int row, decimal value)
    {
        if (LogicalType.Id != DuckDbType.Decimal) throw Unfit(row, value, "DECIMAL");
        if (!_decimal.TryRescale(DecimalLayout.Unscaled(value), value.Scale, LogicalType.Precision, out var unscaled)) throw Unfit(row, value, "DECIMAL");
        WriteWhole(row, unscaled);
    }

    /// <summary>A DECIMAL of the column's scale, as the whole number that it is without its point.</summary>
    public void SetUnscaled(int row, Int128 value)
    {
        if (LogicalType.Id != DuckDbType.Decimal || !_decimal.TryRescale(value, LogicalType.Scale, LogicalType.Precision, out var unscaled))
            throw Unfit(row, value, "DECIMAL without its point");
        WriteWhole(row, unscaled);
    }

    /// <summary>A UUID.</summary>
    public void Set(int row, Guid value)
    {
        if (_storage != DuckDbType.Uuid) throw Unfit(row, value, "UUID");
        Write(row, Uuid.ToStored(value));
    }

    /// <summary>A DATE.</summary>
    public void Set(int row, DateOnly value)
    {
        if (_storage != DuckDbType.Date) throw Unfit(row, value, "DATE");
        Write(row, value.DayNumber - Calendar.EpochDay);
    }

    /// <summary>A TIME, to the microsecond.</summary>
    public void Set(int row, TimeOnly value)
    {
        if (_storage != DuckDbType.Time) throw Unfit(row, value, "TIME");
        Write(row, value.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>A TIMESTAMP of any precision, rounded down to it: a wall clock, so its kind must be unspecified.</summary>
    public void Set(int row, DateTime value)
    {
        if (!Calendar.IsTimestamp(_storage) || value.Kind != DateTimeKind.Unspecified || !Calendar.TryValue(value.Ticks, _storage, out var stored))
            throw Unfit(row, $"{value:O} ({value.Kind})", "TIMESTAMP of an unspecified kind");
        Write(row, stored);
    }

    /// <summary>A TIMESTAMPTZ, to the microsecond.</summary>
    public void Set(int row, DateTimeOffset value)
    {
        if (_storage != DuckDbType.TimestampTz) throw Unfit(row, value, "TIMESTAMPTZ");
        Write(row, Calendar.Micros(value.UtcTicks));
    }

    /// <summary>An INTERVAL.</summary>
    public void Set(int row, DuckDbInterval value)
    {
        if (_storage != DuckDbType.Interval) throw Unfit(row, value, "INTERVAL");
        Write(row, value);
    }

    /// <summary>A VARCHAR or, by its text, an ENUM.</summary>
    [SkipLocalsInit] // the buffer is written before it is read, and clearing it costs more than a short text
    public void Set(int row, ReadOnlySpan<char> value)
    {
        if (LogicalType.Id == DuckDbType.Enum)
        {
            if (!LogicalType.EnumPlaces.TryGetValue(value, out var place)) throw Unfit(row, value.ToString(), "ENUM");
            WriteWhole(row, place);
            return;
        }
        if (_storage != DuckDbType.Varchar) throw Unfit(row, value.ToString(), "VARCHAR");
        Span<byte> utf8 = Encoding.UTF8.GetMaxByteCount(value.Length) <= StackBytes ? stackalloc byte[StackBytes] : new byte[Encoding.UTF8.GetByteCount(value)];
        Utf8.FromUtf16(value, utf8, out _, out var bytes); // a lone surrogate becomes U+FFFD, and both buffers have room for that
        WriteBytes(row, utf8[..bytes]);
    }

    /// <summary>A BLOB; or a VARCHAR, as UTF-8.</summary>
    /// <exception cref="WarehouseValueException">The column is neither, or the text is no UTF-8.</exception>
    public void Set(int row, ReadOnlySpan<byte> value)
    {
        if (_storage != DuckDbType.Blob && (_storage != DuckDbType.Varchar || !Utf8.IsValid(value)))
            throw Unfit(row, $"{value.Length} bytes", "BLOB or UTF-8");
        WriteBytes(row, value);
    }

    /// <summary>Points it at its chunk's memory, and clears that: what nothing is written to must not be an old text's address.</summary>
    internal void Begin(nint vector, long firstRow)
    {
        FirstRow = firstRow;
        Point(vector, ChunkWriter.Capacity, written: 0);
        _elements = 0;
        if (_storage is DuckDbType.List or DuckDbType.Map) Reserve(ChunkWriter.Capacity);
    }

    /// <summary>Tells DuckDB how many elements the lists have.</summary>
    internal void End()
    {
        if (_storage is DuckDbType.List or DuckDbType.Map) _ = AppenderApi.SetListSize(_vector, (ulong)_elements); // fails for no list alone
        foreach (var child in _children) child.End();
    }

    /// <summary>Lets go of a vector that is not its own.</summary>
    internal void Forget()
    {
        _data = null;
        _validity = null;
        _capacity = 0;
        foreach (var child in _children) child.Forget();
    }

    /// <summary>Whether columns of a type can be written.</summary>
    internal static bool Writes(LogicalType type) => type.Id is DuckDbType.List or DuckDbType.Map or DuckDbType.Struct
        ? type.Fields.All(field => Writes(field.Type))
        : Storage.Bytes(type.Storage) > 0;

    private int ElementCapacity => _children[0]._capacity;

    // The vectors of elements, and of what stands in them, move.
    private void Reserve(int elements)
    {
        if (elements > MaxElements || AppenderApi.ReserveList(_vector, (ulong)elements) != DuckDbApi.Success)
            throw new InvalidOperationException(
                $"Row {FirstRow} of the appender and those after it, column '{Name}': there is no room for {elements} elements. "
                + "End the chunk after fewer rows.");
        var child = DuckDbApi.ListChild(_vector);
        for (var i = 0; i < _children.Length; i++)
        {
            var (vector, part) = (_storage == DuckDbType.Map ? DuckDbApi.StructChild(child, (ulong)i) : child, _children[i]);
            if (_elements > 0) part.Point(vector, elements, written: _elements);
            else part.Begin(vector, FirstRow);
        }
    }

    private void Point(nint vector, int capacity, int written)
    {
        _vector = vector;
        _data = DuckDbApi.VectorData(vector);
        _validity = written > 0 && _validity is not null ? DuckDbApi.VectorValidity(vector) : null;
        _capacity = capacity;
        var bytes = SlotBytes;
        if (bytes > 0) new Span<byte>(_data + (long)written * bytes, checked((capacity - written) * bytes)).Clear();
        if (_storage != DuckDbType.Struct) return;
        for (var i = 0; i < _children.Length; i++)
        {
            var field = DuckDbApi.StructChild(vector, (ulong)i);
            if (written > 0) _children[i].Point(field, capacity, written);
            else _children[i].Begin(field, FirstRow);
        }
    }

    private int SlotBytes => _storage is DuckDbType.List or DuckDbType.Map ? sizeof(NativeListEntry) : Storage.Bytes(_storage);

    private void SetWhole(int row, Int128 value)
    {
        switch (LogicalType.Id)
        {
            case DuckDbType.Decimal:
                if (!_decimal.TryRescale(value, 0, LogicalType.Precision, out var unscaled)) throw Unfit(row, value, "DECIMAL");
                WriteWhole(row, unscaled);
                break;
            case DuckDbType.Double: Write(row, (double)value); break;
            case DuckDbType.Float: Write(row, (float)value); break;
            case DuckDbType.Enum: throw Unfit(row, value, "whole number");
            default: WriteWhole(row, value); break;
        }
    }

    private void WriteWhole(int row, Int128 value)
    {
        switch (_storage)
        {
            case DuckDbType.TinyInt when value >= sbyte.MinValue && value <= sbyte.MaxValue: Write(row, (sbyte)value); break;
            case DuckDbType.SmallInt when value >= short.MinValue && value <= short.MaxValue: Write(row, (short)value); break;
            case DuckDbType.Integer when value >= int.MinValue && value <= int.MaxValue: Write(row, (int)value); break;
            case DuckDbType.BigInt when value >= long.MinValue && value <= long.MaxValue: Write(row, (long)value); break;
            case DuckDbType.HugeInt: Write(row, value); break;
            case DuckDbType.UTinyInt when value >= 0 && value <= byte.MaxValue: Write(row, (byte)value); break;
            case DuckDbType.USmallInt when value >= 0 && value <= ushort.MaxValue: Write(row, (ushort)value); break;
            case DuckDbType.UInteger when value >= 0 && value <= uint.MaxValue: Write(row, (uint)value); break;
            case DuckDbType.UBigInt when value >= 0 && value <= ulong.MaxValue: Write(row, (ulong)value); break;
            case DuckDbType.UHugeInt when value >= 0: Write(row, (UInt128)value); break;
            default: throw Unfit(row, value, "whole number");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write<T>(int row, T value) where T : unmanaged
    {
        Check(row);
        Unsafe.WriteUnaligned(_data + (long)row * sizeof(T), value);
        GC.KeepAlive(this);
    }

    private void WriteBytes(int row, ReadOnlySpan<byte> value)
    {
        Check(row);
        if (value.Length <= NativeString.InlineBytes)
        {
            // A short text stands in the vector itself: no call into DuckDB. What is left of the 12 bytes must be zero, as it is compared whole.
            var slot = (NativeString*)_data + row;
            *slot = new NativeString { Length = value.Length };
            value.CopyTo(new Span<byte>(slot->Prefix, NativeString.InlineBytes));
        }
        else if (_texts is not null && value.Length <= TextBlocks.LongestBytes)
        {
            var slot = (NativeString*)_data + row;
            slot->Length = value.Length;
            value[..NativeString.PrefixBytes].CopyTo(new Span<byte>(slot->Prefix, NativeString.PrefixBytes));
            slot->Pointer = _texts.Add(value);
        }
        else
        {
            fixed (byte* bytes = value) AppenderApi.AssignBytes(_vector, (ulong)row, bytes, (ulong)value.Length);
        }
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_capacity, nameof(row));
        ObjectDisposedException.ThrowIf(_chunk is { IsClosed: true }, this);
    }

    private WarehouseValueException Unfit<T>(int row, T value, string needs) => new(
        $"Row {FirstRow + row} of the appender, column '{Name}', a {LogicalType}: the {typeof(T).Name} {value} is not a {needs} that it holds exactly. " +
        "Append a value of the column's type and range, or make the column wider.");
}
