using System.Collections;
using System.Text;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Statements;

/// <summary>Makes DuckDB's values of .NET's, to be bound to parameters. Not a hot path: once per statement.</summary>
internal static unsafe class NativeValue
{
    internal const string Types = $"null, {Scalars}, or a list of one of these";

    private const string Scalars =
        "bool, a whole number of 8 to 128 bits, float, double, decimal, string, byte[], Guid, DateOnly, TimeOnly, " +
        "DateTime (no zone), DateTimeOffset, TimeSpan or DuckDbInterval";

    private const byte MaxDecimalWidth = 38; // DuckDB's widest DECIMAL; a System.Decimal has 29 digits at most

    /// <param name="value">One of <see cref="Types"/>.</param>
    /// <param name="parameter">Its name or number, for the error.</param>
    /// <exception cref="ArgumentException">It is of another type.</exception>
    internal static ValueHandle Of(object? value, string parameter) => value switch
    {
        null or DBNull => ValueApi.Null(),
        bool x => ValueApi.Boolean(x),
        sbyte x => ValueApi.SByte(x),
        byte x => ValueApi.Byte(x),
        short x => ValueApi.Int16(x),
        ushort x => ValueApi.UInt16(x),
        int x => ValueApi.Int32(x),
        uint x => ValueApi.UInt32(x),
        long x => ValueApi.Int64(x),
        ulong x => ValueApi.UInt64(x),
        Int128 x => ValueApi.HugeInt(NativeHugeInt.Of((UInt128)x)),
        UInt128 x => ValueApi.UHugeInt(NativeHugeInt.Of(x)),
        float x => ValueApi.Single(x),
        double x => ValueApi.Double(x),
        decimal x => ValueApi.Decimal(Native(x)),
        string x => Text(x),
        char x => Text(x.ToString()),
        byte[] x => Bytes(x),
        Guid x => ValueApi.Uuid(NativeHugeInt.Of(Uuid.Bits(x))),
        DateOnly x => ValueApi.Date(x.DayNumber - Calendar.EpochDay),
        TimeOnly x => ValueApi.Time(x.Ticks / TimeSpan.TicksPerMicrosecond),
        TimeSpan x => ValueApi.Interval(DuckDbInterval.FromTimeSpan(x)),
        DuckDbInterval x => ValueApi.Interval(x),
        DateTimeOffset x => ValueApi.TimestampTz(Calendar.Micros(x.UtcTicks)),
        DateTime { Kind: DateTimeKind.Unspecified } x => ValueApi.Timestamp(Calendar.Micros(x.Ticks)),
        DateTime => throw new ArgumentException(
            $"Parameter {parameter} is a DateTime with a zone. " +
            "Pass an instant as a DateTimeOffset, and a wall-clock time with DateTimeKind.Unspecified."),
        IList list => List(list, parameter),
        _ => throw new ArgumentException($"Parameter {parameter} is a {value.GetType()}, which cannot be bound. Convert it to {Types}."),
    };

    private static ValueHandle List(IList list, string parameter)
    {
        using var element = ElementType(list, parameter);
        var values = new ValueHandle[list.Count];
        try
        {
            var pointers = new nint[Math.Max(1, list.Count)]; // an empty array would be pinned at null, which DuckDB takes for a missing list
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Of(list[i], $"{parameter}[{i}]");
                pointers[i] = values[i].DangerousGetHandle(); // the handles live until the list has its copies
            }
            fixed (nint* first = pointers) return ValueApi.List(element, first, (ulong)values.Length);
        }
        finally
        {
            foreach (var value in values) value?.Dispose();
        }
    }

    // A list's type is that of its elements as .NET declares them, so that an empty one has a type too.
    private static LogicalTypeHandle ElementType(IList list, string parameter)
    {
        var declared = list.GetType().GetInterfaces()
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>))?.GetGenericArguments()[0];
        var element = declared is null ? null : Nullable.GetUnderlyingType(declared) ?? declared;
        if (element == typeof(decimal))
            return TypeApi.CreateDecimal(MaxDecimalWidth, list.OfType<decimal>().Select(value => value.Scale).DefaultIfEmpty().Max());
        return OfType(element) is { } type ? TypeApi.Create(type) : throw new ArgumentException(
            $"Parameter {parameter} is a {list.GetType()}, whose elements have no type in DuckDB. Pass an array or a List of {Scalars}.");
    }

    private static DuckDbType? OfType(Type? type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => DuckDbType.Boolean,
        TypeCode.SByte => DuckDbType.TinyInt,
        TypeCode.Byte => DuckDbType.UTinyInt,
        TypeCode.Int16 => DuckDbType.SmallInt,
        TypeCode.UInt16 => DuckDbType.USmallInt,
        TypeCode.Int32 => DuckDbType.Integer,
        TypeCode.UInt32 => DuckDbType.UInteger,
        TypeCode.Int64 => DuckDbType.BigInt,
        TypeCode.UInt64 => DuckDbType.UBigInt,
        TypeCode.Single => DuckDbType.Float,
        TypeCode.Double => DuckDbType.Double,
        TypeCode.String or TypeCode.Char => DuckDbType.Varchar,
        TypeCode.DateTime => DuckDbType.Timestamp,
        _ when type == typeof(Int128) => DuckDbType.HugeInt,
        _ when type == typeof(UInt128) => DuckDbType.UHugeInt,
        _ when type == typeof(byte[]) => DuckDbType.Blob,
        _ when type == typeof(Guid) => DuckDbType.Uuid,
        _ when type == typeof(DateOnly) => DuckDbType.Date,
        _ when type == typeof(TimeOnly) => DuckDbType.Time,
        _ when type == typeof(DateTimeOffset) => DuckDbType.TimestampTz,
        _ when type == typeof(TimeSpan) || type == typeof(DuckDbInterval) => DuckDbType.Interval,
        _ => null,
    };

    private static NativeDecimal Native(decimal value)
    {
        var unscaled = DecimalLayout.Unscaled(value);
        return new NativeDecimal(MaxDecimalWidth, value.Scale, (ulong)unscaled, (long)(unscaled >> 64));
    }

    private static ValueHandle Text(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* data = utf8) return ValueApi.Varchar(Addressable(data), (ulong)utf8.Length);
    }

    private static ValueHandle Bytes(byte[] value)
    {
        fixed (byte* data = value) return ValueApi.Blob(Addressable(data), (ulong)value.Length);
    }

    // An empty array is pinned at null, which DuckDB takes for a missing value. Nothing is read through this address: the length is 0.
    private static byte* Addressable(byte* data) => data is null ? (byte*)1 : data;
}
