using System.Numerics;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb.Values;

/// <summary>
/// Reads one value as a .NET type, where nothing is lost by it. Hot path: per value, nothing is boxed (a comparison of types is the compiler's,
/// and the box around it too).
/// </summary>
internal static class Scalar
{
    /// <exception cref="InvalidCastException">It is NULL, or the column's type is not read as <typeparamref name="T"/>.</exception>
    /// <exception cref="WarehouseValueException">This one value is not in the range of <typeparamref name="T"/>.</exception>
    internal static T Read<T>(ColumnVector column, int row)
    {
        if (column.IsNull(row)) throw Null(column, typeof(T));
        if (typeof(T) == typeof(int)) return (T)(object)(column.Type == DuckDbType.Integer ? column.Int32(row) : Whole<int>(column, row));
        if (typeof(T) == typeof(long)) return (T)(object)(column.Type == DuckDbType.BigInt ? column.Int64(row) : Whole<long>(column, row));
        if (typeof(T) == typeof(double)) return (T)(object)Double(column, row);
        if (typeof(T) == typeof(string)) return (T)(object)String(column, row);
        if (typeof(T) == typeof(bool)) return (T)(object)(column.Type == DuckDbType.Boolean ? column.Boolean(row) : throw Unfit<T>(column));
        if (typeof(T) == typeof(decimal)) return (T)(object)(column.Type == DuckDbType.Decimal ? column.Decimal(row) : Whole<decimal>(column, row));
        if (typeof(T) == typeof(DateTime)) return (T)(object)DateTime(column, row);
        if (typeof(T) == typeof(DateTimeOffset))
            return (T)(object)(column.Type == DuckDbType.TimestampTz ? column.Instant(row) : throw Unfit<T>(column));
        if (typeof(T) == typeof(DateOnly)) return (T)(object)(column.Type == DuckDbType.Date ? column.Date(row) : throw Unfit<T>(column));
        if (typeof(T) == typeof(TimeOnly)) return (T)(object)(column.Type == DuckDbType.Time ? column.Time(row) : throw Unfit<T>(column));
        if (typeof(T) == typeof(Guid)) return (T)(object)(column.Type == DuckDbType.Uuid ? column.Guid(row) : throw Unfit<T>(column));
        if (typeof(T) == typeof(float)) return (T)(object)(column.Type == DuckDbType.Float ? column.Single(row) : throw Unfit<T>(column));
        if (typeof(T) == typeof(sbyte)) return (T)(object)Whole<sbyte>(column, row);
        if (typeof(T) == typeof(byte)) return (T)(object)Whole<byte>(column, row);
        if (typeof(T) == typeof(short)) return (T)(object)Whole<short>(column, row);
        if (typeof(T) == typeof(ushort)) return (T)(object)Whole<ushort>(column, row);
        if (typeof(T) == typeof(uint)) return (T)(object)Whole<uint>(column, row);
        if (typeof(T) == typeof(ulong)) return (T)(object)Whole<ulong>(column, row);
        if (typeof(T) == typeof(Int128)) return (T)(object)Whole<Int128>(column, row);
        if (typeof(T) == typeof(UInt128)) return (T)(object)Whole<UInt128>(column, row);
        if (typeof(T) == typeof(DuckDbInterval)) return (T)(object)(column.Type == DuckDbType.Interval ? column.Interval(row) : throw Unfit<T>(column));
        if (typeof(T) == typeof(TimeSpan)) return (T)(object)TimeSpan(column, row);
        if (typeof(T) == typeof(byte[])) return (T)(object)(column.Type == DuckDbType.Blob ? column.Blob(row).ToArray() : throw Unfit<T>(column));
        throw Unfit<T>(column);
    }

    /// <summary>The .NET type that a column's values have when nobody asks for another; null for nested types, and for those that are not read.</summary>
    internal static Type? TypeOf(DuckDbType type) => type switch
    {
        DuckDbType.Boolean => typeof(bool),
        DuckDbType.TinyInt => typeof(sbyte),
        DuckDbType.SmallInt => typeof(short),
        DuckDbType.Integer => typeof(int),
        DuckDbType.BigInt => typeof(long),
        DuckDbType.HugeInt => typeof(Int128),
        DuckDbType.UTinyInt => typeof(byte),
        DuckDbType.USmallInt => typeof(ushort),
        DuckDbType.UInteger => typeof(uint),
        DuckDbType.UBigInt => typeof(ulong),
        DuckDbType.UHugeInt => typeof(UInt128),
        DuckDbType.Float => typeof(float),
        DuckDbType.Double => typeof(double),
        DuckDbType.Decimal => typeof(decimal),
        DuckDbType.Varchar or DuckDbType.Enum => typeof(string),
        DuckDbType.Blob => typeof(byte[]),
        DuckDbType.Date => typeof(DateOnly),
        DuckDbType.Time => typeof(TimeOnly),
        DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs => typeof(DateTime),
        DuckDbType.TimestampTz => typeof(DateTimeOffset),
        DuckDbType.Interval => typeof(DuckDbInterval),
        DuckDbType.Uuid => typeof(Guid),
        _ => null,
    };

    internal static InvalidCastException Unfit<T>(ColumnVector column) => Unfit(column, typeof(T));

    internal static InvalidCastException Unfit(ColumnVector column, Type type) => new(
        $"Column '{column.Name}' is a {column.LogicalType}, and is not read as {type.Name}. " +
        (TypeOf(column.Type) is { } own ? $"Read it as {own.Name}, or cast it in the SQL." : "Cast it in the SQL, to VARCHAR for instance."));

    internal static InvalidCastException Null(ColumnVector column, Type type) => new(
        $"Column '{column.Name}' is NULL in this row, and no {type.Name}. Ask IsDBNull first, read a nullable type, or write coalesce in the SQL.");

    private static T Whole<T>(ColumnVector column, int row) where T : INumberBase<T>
    {
        try
        {
            return column.Type switch
            {
                DuckDbType.TinyInt => T.CreateChecked(column.SByte(row)),
                DuckDbType.SmallInt => T.CreateChecked(column.Int16(row)),
                DuckDbType.Integer => T.CreateChecked(column.Int32(row)),
                DuckDbType.BigInt => T.CreateChecked(column.Int64(row)),
                DuckDbType.HugeInt => T.CreateChecked(column.Int128(row)),
                DuckDbType.UTinyInt => T.CreateChecked(column.Byte(row)),
                DuckDbType.USmallInt => T.CreateChecked(column.UInt16(row)),
                DuckDbType.UInteger => T.CreateChecked(column.UInt32(row)),
                DuckDbType.UBigInt => T.CreateChecked(column.UInt64(row)),
                DuckDbType.UHugeInt => T.CreateChecked(column.UInt128(row)),
                _ => throw Unfit<T>(column),
            };
        }
        catch (OverflowException fault)
        {
            throw new WarehouseValueException(
                $"Column '{column.Name}', a {column.LogicalType}, holds a number here that no {typeof(T).Name} is. " +
                $"Read it as {TypeOf(column.Type)!.Name}.", fault);
        }
    }

    private static double Double(ColumnVector column, int row) => column.Type switch
    {
        DuckDbType.Double => column.Double(row),
        DuckDbType.Float => column.Single(row),
        _ => throw Unfit<double>(column),
    };

    private static string String(ColumnVector column, int row) =>
        column.Type is DuckDbType.Varchar or DuckDbType.Enum ? column.String(row) : throw Unfit<string>(column);

    // A day is its midnight; an instant is in UTC, and says so.
    private static DateTime DateTime(ColumnVector column, int row) => column.Type switch
    {
        DuckDbType.Date => column.Date(row).ToDateTime(TimeOnly.MinValue),
        DuckDbType.TimestampTz => column.Instant(row).UtcDateTime,
        _ when TypeOf(column.Type) == typeof(DateTime) => column.Timestamp(row),
        _ => throw Unfit<DateTime>(column),
    };

    private static TimeSpan TimeSpan(ColumnVector column, int row) => column.Type switch
    {
        DuckDbType.Interval => column.Interval(row).ToTimeSpan(),
        DuckDbType.Time => column.Time(row).ToTimeSpan(),
        _ => throw Unfit<TimeSpan>(column),
    };
}
