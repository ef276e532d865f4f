using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Appending;

/// <summary>
/// One column of a chunk that is being written, in place: nothing is boxed. Hot path: per value. A row is one of the chunk, from 0; a value that
/// the column cannot hold exactly is a <see cref="WarehouseValueException"/> that names column and row. A row that nothing was written to holds
/// the type's zero, an empty text or an empty list.
/// <para>A LIST's elements, of one type or STRUCTs of such, are written where <see cref="BeginList"/> says, and are never NULL.</para>
/// </summary>
public sealed unsafe class ColumnWriter
{
    private const int StackBytes = 512;
    private readonly ChunkHandle _chunk;
    private readonly ColumnWriter[] _children;
    private readonly bool _isElement;
    private readonly DuckDbType _storage;
    private readonly DecimalLayout _decimal;
    private nint _vector;
    private byte* _data;
    private ulong* _validity; // null until the chunk's first NULL
    private int _capacity;
    private int _elementCount;

    internal ColumnWriter(ChunkHandle chunk, string name, LogicalType type, bool isElement = false)
    {
        _chunk = chunk;
        _isElement = isElement;
        _children = [.. type.Fields.Select(field => new ColumnWriter(chunk, $"{name}.{field.Name}", field.Type, isElement: true))];
        _storage = type.Storage;
        _decimal = new DecimalLayout(type.Storage, (byte)type.Scale);
        Name = name;
        LogicalType = type;
    }

    /// <summary>Its name in the table.</summary>
    public string Name { get; }

    /// <summary>Its type in the table.</summary>
    public LogicalType LogicalType { get; }

    /// <summary>Rows before this chunk: what makes an error's row number the appender's.</summary>
    internal long FirstRow { get; private set; }

    /// <summary>The column as DuckDB stores it, a value per row, to be filled.</summary>
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

    /// <summary>A LIST's elements, or a STRUCT's fields at its own rows; else none.</summary>
    public IReadOnlyList<ColumnWriter> Children => _children;

    /// <summary>Begins a row's list. Its elements are written to the one column of <see cref="Children"/>, which moves: take it after this.</summary>
    /// <param name="row">The row.</param>
    /// <param name="count">How many elements it has.</param>
    /// <returns>The row of the first element there; the others follow it.</returns>
    public int BeginList(int row, int count)
    {
        if (_storage != DuckDbType.List) throw Unfit(row, count, "LIST");
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Check(row);
        var (from, elements) = (_elementCount, _children[0]);
        _elementCount = checked(from + count);
        if (_elementCount > elements._capacity)
        {
            var capacity = Math.Max(_elementCount, (int)Math.Min(2L * elements._capacity, int.MaxValue));
            if (AppenderApi.ReserveList(_vector, (ulong)capacity) != DuckDbApi.Success) throw Unfit(row, count, "LIST");
            elements.Point(DuckDbApi.ListChild(_vector), elements._capacity, capacity);
        }
        if (AppenderApi.SetListSize(_vector, (ulong)_elementCount) != DuckDbApi.Success) throw Unfit(row, count, "LIST");
        Write(row, new NativeListEntry((ulong)from, (ulong)count));
        return from;
    }

    /// <summary>Makes a row NULL, whatever is written to it before or afterwards.</summary>
    public void SetNull(int row)
    {
        if (_isElement) throw new WarehouseValueException($"Column '{Name}' is of the elements of a list, which are not NULL here. Leave the element out.");
        Check(row);
        if (_validity is null)
        {
            AppenderApi.EnsureValidity(_vector);
            _validity = DuckDbApi.VectorValidity(_vector);
        }
        _validity[row >> 6] &= ~(1UL << row);
        GC.KeepAlive(this);
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
    internal void Begin(int index, long firstRow)
    {
        FirstRow = firstRow;
        Point(DuckDbApi.ChunkVector(_chunk, (ulong)index), 0, ChunkWriter.Capacity);
    }

    /// <summary>Whether its values can be written.</summary>
    internal static bool Writes(LogicalType type) => Storage.Bytes(type.Storage) > 0 || (type.Id == DuckDbType.List && WritesElement(type.Fields[0].Type));

    private static bool WritesElement(LogicalType type) => Storage.Bytes(type.Storage) > 0
        || (type.Id == DuckDbType.Struct && type.Fields.All(field => Storage.Bytes(field.Type.Storage) > 0));

    // After a list has grown its elements stand elsewhere; those before from are in use.
    private void Point(nint vector, int from, int capacity)
    {
        _vector = vector;
        _validity = null;
        (_capacity, _elementCount) = (capacity, 0);
        switch (LogicalType.Id)
        {
            case DuckDbType.Struct:
                for (var i = 0; i < _children.Length; i++) _children[i].Point(DuckDbApi.StructChild(vector, (ulong)i), from, capacity);
                return;
            case DuckDbType.List:
                _children[0].Point(DuckDbApi.ListChild(vector), 0, ChunkWriter.Capacity);
                break;
        }
        var bytes = LogicalType.Id == DuckDbType.List ? sizeof(NativeListEntry) : Storage.Bytes(_storage);
        _data = DuckDbApi.VectorData(vector);
        new Span<byte>(_data + ((long)from * bytes), checked((capacity - from) * bytes)).Clear();
    }

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
        ObjectDisposedException.ThrowIf(_chunk.IsClosed, this);
    }

    private WarehouseValueException Unfit<T>(int row, T value, string needs) => new(
        $"Row {FirstRow + row} of the appender, column '{Name}', a {LogicalType}: the {typeof(T).Name} {value} is not a {needs} that it holds exactly. " +
        "Append a value of the column's type and range, or make the column wider.");
}
