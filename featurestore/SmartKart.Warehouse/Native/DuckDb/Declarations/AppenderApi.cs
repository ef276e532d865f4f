using System.Runtime.InteropServices;

namespace SmartKart.Warehouse.Native.DuckDb.Declarations;

/// <summary>Appenders and the chunks that are written for them: declarations only.</summary>
internal static unsafe partial class AppenderApi
{
    /// <param name="connection">In whose transaction it appends.</param>
    /// <param name="catalog">Null is the database in use.</param>
    /// <param name="schema">Null is the schema in use.</param>
    /// <param name="table">The table.</param>
    /// <param name="appender">There also on an error, to ask it for its reason.</param>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_create_ext", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Create(ConnectionHandle connection, string? catalog, string? schema, string table, out AppenderHandle appender);

    /// <summary>Narrows it to the columns that are named so; the others take their defaults.</summary>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_add_column", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int AddColumn(AppenderHandle appender, string name);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_error_data")]
    internal static partial ErrorHandle Error(AppenderHandle appender);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_error_data_message")]
    internal static partial nint ErrorMessage(ErrorHandle error);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_error_data_error_type")]
    internal static partial EngineErrorKind ErrorKind(ErrorHandle error);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_destroy_error_data")]
    internal static partial void DestroyError(nint* error);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_column_count")]
    internal static partial ulong ColumnCount(AppenderHandle appender);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_column_type")]
    internal static partial LogicalTypeHandle ColumnType(AppenderHandle appender, ulong column);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_append_data_chunk")]
    internal static partial int AppendChunk(AppenderHandle appender, ChunkHandle chunk);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_flush")]
    internal static partial int Flush(AppenderHandle appender);

    /// <summary>Forgets what was appended since the last flush.</summary>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_clear")]
    internal static partial int Clear(AppenderHandle appender);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_appender_destroy")]
    internal static partial int Destroy(nint* appender);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_create_data_chunk")]
    internal static partial ChunkHandle CreateChunk(nint* types, ulong columns);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_data_chunk_reset")]
    internal static partial void ResetChunk(ChunkHandle chunk);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_data_chunk_set_size")]
    internal static partial void SetChunkSize(ChunkHandle chunk, ulong rows);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_vector_size")]
    internal static partial ulong ChunkCapacity();

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    internal static partial void EnsureValidity(nint vector);

    /// <summary>Makes room for that many elements in all; what addresses of the elements' vectors were taken before may be old.</summary>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_list_vector_reserve")]
    internal static partial int ReserveList(nint vector, ulong elements);

    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_list_vector_set_size")]
    internal static partial int SetListSize(nint vector, ulong elements);

    /// <summary>Copies a text or a blob into the vector's own memory.</summary>
    [LibraryImport(DuckDbApi.Library, EntryPoint = "duckdb_unsafe_vector_assign_string_element_len")]
    internal static partial void AssignBytes(nint vector, ulong row, byte* data, ulong bytes);
}
