using System.Runtime.CompilerServices;
using System.Text;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>
/// One column of a chunk, read in place: nothing is copied or boxed. Hot path: per value. A row outside the chunk, also after the chunk is
/// over, throws <see cref="ArgumentOutOfRangeException"/>; NULL, or a method for another type, <see cref="WarehouseValueException"/>.
/// </summary>
public sealed unsafe class ColumnVector
{
    private readonly DecimalLayout _decimal;
    private readonly ColumnVector[] _children;
    private byte* _data;
    private ulong* _validity; // a bit per row, set where there is a value; null where every row has one
    private int _rows;

    internal ColumnVector(string name, LogicalType type)
    {
        Name = name;
        Type = type.Id;
        LogicalType = type;
        _decimal = new DecimalLayout(type.Storage, (byte)type.Scale);
        _children = [.. type.Fields.Select(field => new ColumnVector($"{name}.{field.Name}", field.Type))];
    }

    /// <summary>Its name in the result.</summary>
    public string Name { get; }

    /// <summary>Its type, which says by which method it is read.</summary>
    public DuckDbType Type { get; }

    /// <summary>Its type in full: digits, ENUM texts, what a nested type consists of.</summary>
    public LogicalType LogicalType { get; }

    /// <summary>
    /// What a nested column consists of: a STRUCT's fields, at the STRUCT's own rows; the elements of all its LISTs or ARRAYs, or the keys and
    /// the values of all its MAPs, at the places that <see cref="List"/> names.
    /// </summary>
    public IReadOnlyList<ColumnVector> Children => _children;

    /// <summary>False where no row is NULL: then <see cref="IsNull"/> need not be asked.</summary>
    public bool MayHaveNulls => _validity is not null;

    /// <summary>Whether a row has no value.</summary>
    public bool IsNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_rows, nameof(row));
        var isNull = !HasValue(row);
        GC.KeepAlive(this);
        return isNull;
    }

#pragma warning disable CA1720 // The readers are named for the .NET type that they return.
    /// <summary>A BOOLEAN.</summary>
    public bool Boolean(int row) => Read<byte>(row, DuckDbType.Boolean) != 0;

    /// <summary>A TINYINT.</summary>
    public sbyte SByte(int row) => Read<sbyte>(row, DuckDbType.TinyInt);

    /// <summary>A SMALLINT.</summary>
    public short Int16(int row) => Read<short>(row, DuckDbType.SmallInt);

    /// <summary>An INTEGER.</summary>
    public int Int32(int row) => Read<int>(row, DuckDbType.Integer);

    /// <summary>A BIGINT.</summary>
    public long Int64(int row) => Read<long>(row, DuckDbType.BigInt);

    /// <summary>A HUGEINT.</summary>
    public Int128 Int128(int row) => Read<Int128>(row, DuckDbType.HugeInt);

    /// <summary>A UTINYINT.</summary>
    public byte Byte(int row) => Read<byte>(row, DuckDbType.UTinyInt);

    /// <summary>A USMALLINT.</summary>
    public ushort UInt16(int row) => Read<ushort>(row, DuckDbType.USmallInt);

    /// <summary>A UINTEGER.</summary>
    public uint UInt32(int row) => Read<uint>(row, DuckDbType.UInteger);

    /// <summary>A UBIGINT.</summary>
    public ulong UInt64(int row) => Read<ulong>(row, DuckDbType.UBigInt);

    /// <summary>A UHUGEINT.</summary>
    public UInt128 UInt128(int row) => Read<UInt128>(row, DuckDbType.UHugeInt);

    /// <summary>A FLOAT.</summary>
    public float Single(int row) => Read<float>(row, DuckDbType.Float);

    /// <summary>A DOUBLE.</summary>
    public double Double(int row) => Read<double>(row, DuckDbType.Double);

    /// <summary>A DECIMAL of up to 28 digits.</summary>
    public decimal Decimal(int row)
    {
        try
        {
            return _decimal.Value(_decimal.Storage switch
            {
                DuckDbType.SmallInt => Read<short>(row, DuckDbType.Decimal),
                DuckDbType.Integer => Read<int>(row, DuckDbType.Decimal),
                DuckDbType.BigInt => Read<long>(row, DuckDbType.Decimal),
                _ => Read<Int128>(row, DuckDbType.Decimal),
            });
        }
        catch (OverflowException fault)
        {
            throw new WarehouseValueException(
                $"Column '{Name}', row {row} of its chunk: {fault.Message}. Cast it in the SQL to DECIMAL(28, …) or DOUBLE.", fault);
        }
    }

    /// <summary>A UUID.</summary>
    public Guid Guid(int row) => Uuid.FromStored(Read<UInt128>(row, DuckDbType.Uuid));

    /// <summary>A DATE; infinity has no counterpart.</summary>
    public DateOnly Date(int row)
    {
        var days = Read<int>(row, DuckDbType.Date) + (long)Calendar.EpochDay;
        return days is >= 0 and <= Calendar.LastDay ? DateOnly.FromDayNumber((int)days) : throw OutsideTheCalendar(row);
    }

    /// <summary>A TIME.</summary>
    public TimeOnly Time(int row) => new(Read<long>(row, DuckDbType.Time) * TimeSpan.TicksPerMicrosecond);

    /// <summary>
    /// A TIMESTAMP (also _S, _MS and _NS, the last to 100 ns, rounded down): wall clock, of an unspecified kind; infinity has no
    /// counterpart.
    /// </summary>
    public DateTime Timestamp(int row)
    {
        var value = Read<long>(row, Calendar.IsTimestamp(Type) ? Type : DuckDbType.Timestamp);
        if (!Calendar.TryTicks(value, Type, out var ticks)) throw OutsideTheCalendar(row);
        return new DateTime(ticks, DateTimeKind.Unspecified);
    }

    /// <summary>A TIMESTAMPTZ: an instant, in UTC; infinity has no counterpart.</summary>
    public DateTimeOffset Instant(int row) => Calendar.TryTicks(Read<long>(row, DuckDbType.TimestampTz), Type, out var ticks)
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw OutsideTheCalendar(row);

    /// <summary>An INTERVAL.</summary>
    public DuckDbInterval Interval(int row) => Read<DuckDbInterval>(row, DuckDbType.Interval);

    /// <summary>Where the elements of a LIST, an ARRAY or a MAP stand in <see cref="Children"/>.</summary>
    public ListSlice List(int row)
    {
        if (Type == DuckDbType.Array)
        {
            Check(row, DuckDbType.Array);
            return new ListSlice(row * LogicalType.ArraySize, LogicalType.ArraySize);
        }
        var entry = Read<NativeListEntry>(row, Type == DuckDbType.Map ? DuckDbType.Map : DuckDbType.List);
        return new ListSlice((int)entry.Offset, (int)entry.Length);
    }

    /// <summary>An ENUM's place among <see cref="DuckDb.LogicalType.EnumValues"/>.</summary>
    public int EnumPlace(int row) => LogicalType.Storage switch
    {
        DuckDbType.UTinyInt => Read<byte>(row, DuckDbType.Enum),
        DuckDbType.USmallInt => Read<ushort>(row, DuckDbType.Enum),
        _ => (int)Read<uint>(row, DuckDbType.Enum),
    };

    /// <summary>A VARCHAR, as a new string; or an ENUM, as the one string for its text.</summary>
    public string String(int row)
    {
        if (Type == DuckDbType.Enum) return LogicalType.EnumValues[EnumPlace(row)];
        var text = Encoding.UTF8.GetString(Text(row, DuckDbType.Varchar));
        GC.KeepAlive(this);
        return text;
    }

    /// <summary>A VARCHAR's bytes, where DuckDB holds them: gone with the chunk.</summary>
    public ReadOnlySpan<byte> Utf8(int row) => Text(row, DuckDbType.Varchar);

    /// <summary>A BLOB, where DuckDB holds it: gone with the chunk.</summary>
    public ReadOnlySpan<byte> Blob(int row) => Text(row, DuckDbType.Blob);
#pragma warning restore CA1720

    /// <summary>
    /// The whole column as DuckDB stores it, a value per row; where a row is NULL, anything. Gone with the chunk, and with its result: keep both.
    /// </summary>
    /// <typeparam name="T">
    /// The type's storage: bool; sbyte to Int128 and UInt128, by width; float; double; int for DATE (days since 1970); long for TIME and every
    /// timestamp, in its own unit; <see cref="DuckDbInterval"/>; the unscaled integer of a DECIMAL (short, int, long or Int128); the place of an
    /// ENUM (byte, ushort or uint).
    /// </typeparam>
    /// <exception cref="WarehouseValueException">It is stored as something else.</exception>
    public ReadOnlySpan<T> Values<T>() where T : unmanaged
    {
        if (!Storage.Holds<T>(LogicalType.Storage))
            throw new WarehouseValueException(
                $"Column '{Name}' is a {LogicalType}, and is not stored as {typeof(T).Name}. {Storage.Remedy(LogicalType.Storage)}");
        return new ReadOnlySpan<T>(_data, _rows);
    }

    internal void Point(nint vector, int rows)
    {
        _data = DuckDbApi.VectorData(vector);
        _validity = DuckDbApi.VectorValidity(vector);
        _rows = rows;
        if (_children.Length > 0) PointChildren(vector, rows);
    }

    internal void Forget()
    {
        _data = null;
        _validity = null;
        _rows = 0;
        foreach (var child in _children) child.Forget();
    }

    private void PointChildren(nint vector, int rows)
    {
        switch (Type)
        {
            case DuckDbType.Struct:
                for (var i = 0; i < _children.Length; i++) _children[i].Point(DuckDbApi.StructChild(vector, (ulong)i), rows);
                break;
            case DuckDbType.Array:
                _children[0].Point(DuckDbApi.ArrayChild(vector), rows * LogicalType.ArraySize);
                break;
            case DuckDbType.List:
                _children[0].Point(DuckDbApi.ListChild(vector), (int)DuckDbApi.ListSize(vector));
                break;
            case DuckDbType.Map: // a list of pairs
                var (pairs, count) = (DuckDbApi.ListChild(vector), (int)DuckDbApi.ListSize(vector));
                for (var i = 0; i < _children.Length; i++) _children[i].Point(DuckDbApi.StructChild(pairs, (ulong)i), count);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Read<T>(int row, DuckDbType type) where T : unmanaged
    {
        Check(row, type);
        var value = Unsafe.ReadUnaligned<T>(_data + (long)row * sizeof(T));
        GC.KeepAlive(this); // the finalizer of an abandoned result must not free what is being read
        return value;
    }

    private ReadOnlySpan<byte> Text(int row, DuckDbType type)
    {
        Check(row, type);
        return NativeString.Utf8((NativeString*)_data + row);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int row, DuckDbType type)
    {
        if ((uint)row >= (uint)_rows || Type != type || !HasValue(row)) Refuse(row, type);
    }

    private bool HasValue(int row) => _validity is null || (_validity[row >> 6] & 1UL << row) != 0;

    private void Refuse(int row, DuckDbType type)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)_rows, nameof(row));
        throw new WarehouseValueException(Type == type
            ? $"Column '{Name}' is NULL in row {row} of its chunk. Ask IsNull first, or write coalesce in the SQL."
            : $"Column '{Name}' is a {Type}, and was read as a {type}. Read it as what it is, or cast it in the SQL.");
    }

    private WarehouseValueException OutsideTheCalendar(int row) =>
        new($"Column '{Name}', row {row} of its chunk: infinity, or a day outside the years 1 to 9999. Filter such rows in the SQL.");
}
