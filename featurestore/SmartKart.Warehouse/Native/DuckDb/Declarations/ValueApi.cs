using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb.Declarations;

/// <summary>Single values and the parameters that they are bound to: declarations only. Parameters are counted from 1.</summary>
internal static unsafe partial class ValueApi
{
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_nparams")]
    internal static partial ulong ParameterCount(StatementHandle statement);

    /// <returns>Its name, or its number as a text; the caller's to <see cref="DuckDbApi.Free"/>.</returns>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_parameter_name")]
    internal static partial nint ParameterName(StatementHandle statement, ulong index);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_bind_value")]
    internal static partial int Bind(StatementHandle statement, ulong index, ValueHandle value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_destroy_value")]
    internal static partial void Destroy(nint* value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_null_value")]
    internal static partial ValueHandle Null();

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_bool")]
    internal static partial ValueHandle Boolean([MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_int8")]
    internal static partial ValueHandle SByte(sbyte value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_uint8")]
    internal static partial ValueHandle Byte(byte value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_int16")]
    internal static partial ValueHandle Int16(short value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_uint16")]
    internal static partial ValueHandle UInt16(ushort value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_int32")]
    internal static partial ValueHandle Int32(int value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_uint32")]
    internal static partial ValueHandle UInt32(uint value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_int64")]
    internal static partial ValueHandle Int64(long value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_uint64")]
    internal static partial ValueHandle UInt64(ulong value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_hugeint")]
    internal static partial ValueHandle HugeInt(NativeHugeInt value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_uhugeint")]
    internal static partial ValueHandle UHugeInt(NativeHugeInt value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_float")]
    internal static partial ValueHandle Single(float value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_double")]
    internal static partial ValueHandle Double(double value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_decimal")]
    internal static partial ValueHandle Decimal(NativeDecimal value);

    /// <param name="value">As its text reads, not as DuckDB stores it.</param>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_uuid")]
    internal static partial ValueHandle Uuid(NativeHugeInt value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_date")]
    internal static partial ValueHandle Date(int days);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_time")]
    internal static partial ValueHandle Time(long micros);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_timestamp")]
    internal static partial ValueHandle Timestamp(long micros);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_timestamp_tz")]
    internal static partial ValueHandle TimestampTz(long micros);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_interval")]
    internal static partial ValueHandle Interval(DuckDbInterval value);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_varchar_length")]
    internal static partial ValueHandle Varchar(byte* utf8, ulong bytes);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_blob")]
    internal static partial ValueHandle Blob(byte* data, ulong bytes);

    /// <summary>A list with a copy of each value.</summary>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_list_value")]
    internal static partial ValueHandle List(LogicalTypeHandle element, nint* values, ulong count);
}
