using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb.Declarations;

/// <summary>
/// Functions of SQL that are computed here: declarations only. What stands behind a function (<c>extra</c>) is DuckDB's to give up, on any thread,
/// when its database closes.
/// </summary>
internal static unsafe partial class FunctionApi
{
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_scalar_function")]
    internal static partial FunctionHandle Create();

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_destroy_scalar_function")]
    internal static partial void Destroy(nint* function);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetName(FunctionHandle function, string name);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_add_parameter")]
    internal static partial void AddParameter(FunctionHandle function, LogicalTypeHandle type);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_set_return_type")]
    internal static partial void SetReturnType(FunctionHandle function, LogicalTypeHandle type);

    /// <summary>Keeps DuckDB from calling it more or less often than the query says.</summary>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_set_volatile")]
    internal static partial void SetVolatile(FunctionHandle function);

    /// <summary>Else DuckDB takes the result of a NULL that it knows beforehand to be NULL, and of any other asks.</summary>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_set_special_handling")]
    internal static partial void SetTakesNulls(FunctionHandle function);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_set_extra_info")]
    internal static partial void SetExtra(FunctionHandle function, nint extra, delegate* unmanaged[Cdecl]<nint, void> release);

    /// <param name="function">The function.</param>
    /// <param name="call">Takes the call, a chunk of arguments, and the vector of results.</param>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_set_function")]
    internal static partial void SetCall(FunctionHandle function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> call);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_register_scalar_function")]
    internal static partial int Register(ConnectionHandle connection, FunctionHandle function);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_get_extra_info")]
    internal static partial nint Extra(nint call);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_scalar_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void SetError(nint call, string message);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_data_chunk_get_size")]
    internal static partial ulong Rows(nint chunk);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    internal static partial nint Vector(nint chunk, ulong column);
}
