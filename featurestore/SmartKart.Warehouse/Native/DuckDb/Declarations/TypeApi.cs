using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb.Declarations;

/// <summary>DuckDB's logical types: declarations only. A <c>char*</c> that comes back is the caller's, to <see cref="DuckDbApi.Free"/>.</summary>
internal static unsafe partial class TypeApi
{
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_get_type_id")]
    internal static partial DuckDbType Id(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_logical_type")]
    internal static partial LogicalTypeHandle Create(DuckDbType type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_decimal_type")]
    internal static partial LogicalTypeHandle CreateDecimal(byte width, byte scale);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_destroy_logical_type")]
    internal static partial void Destroy(nint* type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_decimal_width")]
    internal static partial byte DecimalWidth(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_decimal_scale")]
    internal static partial byte DecimalScale(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_decimal_internal_type")]
    internal static partial DuckDbType DecimalStorage(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_enum_internal_type")]
    internal static partial DuckDbType EnumStorage(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_enum_dictionary_size")]
    internal static partial uint EnumSize(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_enum_dictionary_value")]
    internal static partial nint EnumValue(LogicalTypeHandle type, ulong index);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_list_type_child_type")]
    internal static partial LogicalTypeHandle ListElement(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_array_type_child_type")]
    internal static partial LogicalTypeHandle ArrayElement(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_array_type_array_size")]
    internal static partial ulong ArraySize(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_map_type_key_type")]
    internal static partial LogicalTypeHandle MapKey(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_map_type_value_type")]
    internal static partial LogicalTypeHandle MapValue(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_struct_type_child_count")]
    internal static partial ulong StructSize(LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_struct_type_child_name")]
    internal static partial nint StructFieldName(LogicalTypeHandle type, ulong index);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_struct_type_child_type")]
    internal static partial LogicalTypeHandle StructField(LogicalTypeHandle type, ulong index);
}
