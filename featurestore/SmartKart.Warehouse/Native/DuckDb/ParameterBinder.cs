using System.Runtime.InteropServices;
using System.Text;

namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>Binds .NET values to a prepared statement's parameters. Not a hot path: once per statement.</summary>
internal static unsafe class ParameterBinder
{
    private const byte MaxDecimalWidth = 38; // DuckDB's widest DECIMAL; a System.Decimal has 29 digits at most

    internal static void Bind(StatementHandle statement, IReadOnlyList<object?> parameters, string sql)
    {
        var expected = (int)DuckDbApi.ParameterCount(statement);
        if (expected != parameters.Count)
            throw new WarehouseQueryException($"The statement has {expected} parameters, and {parameters.Count} values were given", sql);
        for (var i = 0; i < parameters.Count; i++)
            if (BindOne(statement, (ulong)i + 1, parameters[i]) != DuckDbApi.Success)
                throw new WarehouseQueryException(
                    Marshal.PtrToStringUTF8(DuckDbApi.PrepareError(statement)) ?? $"DuckDB refused the value of parameter {i + 1}", sql);
    }

    private static int BindOne(StatementHandle statement, ulong index, object? value) => value switch
    {
        null => DuckDbApi.BindNull(statement, index),
        bool x => DuckDbApi.BindBoolean(statement, index, x),
        int x => DuckDbApi.BindInt32(statement, index, x),
        long x => DuckDbApi.BindInt64(statement, index, x),
        double x => DuckDbApi.BindDouble(statement, index, x),
        decimal x => DuckDbApi.BindDecimal(statement, index, Native(x)),
        string x => BindText(statement, index, x),
        byte[] x => BindBytes(statement, index, x),
        DateOnly x => DuckDbApi.BindDate(statement, index, x.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
        DateTimeOffset x => DuckDbApi.BindTimestampTz(statement, index, Micros(x.UtcTicks)),
        DateTime { Kind: DateTimeKind.Unspecified } x => DuckDbApi.BindTimestamp(statement, index, Micros(x.Ticks)),
        DateTime => throw new ArgumentException(
            $"Parameter {index} is a DateTime with a zone. " +
            "Pass an instant as a DateTimeOffset, and a wall-clock time with DateTimeKind.Unspecified."),
        _ => throw new ArgumentException(
            $"Parameter {index} is a {value.GetType()}, which cannot be bound. Convert it to one of the types that Query names."),
    };

    private static long Micros(long ticks) =>
        (long)Math.Floor((ticks - DateTime.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMicrosecond); // floor, also before 1970

    private static NativeDecimal Native(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((Int128)(uint)bits[2] << 64) | ((Int128)(uint)bits[1] << 32) | (uint)bits[0];
        var unscaled = value < 0 ? -magnitude : magnitude;
        return new NativeDecimal(MaxDecimalWidth, value.Scale, (ulong)unscaled, (long)(unscaled >> 64));
    }

    private static int BindText(StatementHandle statement, ulong index, string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* data = utf8) return DuckDbApi.BindVarchar(statement, index, Addressable(data), (ulong)utf8.Length);
    }

    private static int BindBytes(StatementHandle statement, ulong index, byte[] value)
    {
        fixed (byte* data = value) return DuckDbApi.BindBlob(statement, index, Addressable(data), (ulong)value.Length);
    }

    // An empty array is pinned at null, which DuckDB takes for a missing value. Nothing is read through this address: the length is 0.
    private static byte* Addressable(byte* data) => data is null ? (byte*)1 : data;
}
