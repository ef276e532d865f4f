using System.Runtime.InteropServices;
using SmartKart.Warehouse.Native.DuckDb.Declarations;

namespace SmartKart.Warehouse.Native.DuckDb.Appending;

/// <summary>DuckDB's appender with one chunk to write. What is appended is DuckDB's to write at the next flush.</summary>
internal sealed unsafe class NativeAppender : IDisposable
{
    private readonly AppenderHandle _appender;
    private readonly ChunkHandle _chunk;

    private NativeAppender(AppenderHandle appender, ChunkHandle chunk, ChunkWriter rows)
    {
        _appender = appender;
        _chunk = chunk;
        Rows = rows;
    }

    internal ChunkWriter Rows { get; }

    /// <param name="connection">In whose transaction it appends.</param>
    /// <param name="catalog">Null is the one in use.</param>
    /// <param name="schema">Null is the one in use.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that are appended, in order: all or some of the table's.</param>
    internal static NativeAppender Create(ConnectionHandle connection, string? catalog, string? schema, string table, IReadOnlyList<string> columns)
    {
        if (AppenderApi.ChunkCapacity() != ChunkWriter.Capacity)
            throw new WarehouseLibraryException(
                $"This libduckdb has vectors of {AppenderApi.ChunkCapacity()} rows, and {ChunkWriter.Capacity} are needed. Install a stock build.");
        var state = AppenderApi.Create(connection, catalog, schema, table, out var appender);
        try
        {
            if (state != DuckDbApi.Success) throw new WarehouseAppendException(Fault(appender), table);
            foreach (var column in columns)
                if (AppenderApi.AddColumn(appender, column) != DuckDbApi.Success)
                    throw new WarehouseAppendException(Fault(appender, column), table);
            appender.KeepAlive(connection);
            var (chunk, types) = CreateChunk(appender);
            return new NativeAppender(appender, chunk, new ChunkWriter(chunk, columns, types));
        }
        catch
        {
            appender.Dispose();
            throw;
        }
    }

    /// <summary>Makes room for the next rows.</summary>
    internal void Begin(long firstRow)
    {
        AppenderApi.ResetChunk(_chunk);
        Rows.Begin(firstRow);
    }

    /// <returns>DuckDB's reason if it refuses the rows, else null.</returns>
    internal AppendFault? Append(int rows)
    {
        Rows.End();
        AppenderApi.SetChunkSize(_chunk, (ulong)rows);
        var state = AppenderApi.AppendChunk(_appender, _chunk);
        GC.KeepAlive(Rows);     // texts of the chunk lie in its memory
        return state == DuckDbApi.Success ? null : Fault(_appender);
    }

    /// <returns>DuckDB's reason if it cannot write what was appended, else null.</returns>
    internal AppendFault? Flush() => AppenderApi.Flush(_appender) == DuckDbApi.Success ? null : Fault(_appender);

    /// <summary>Forgets what is not flushed: after a failure it must not be tried again when the appender goes.</summary>
    internal void Clear() => _ = AppenderApi.Clear(_appender);

    public void Dispose()
    {
        _chunk.Dispose();
        _appender.Dispose();
    }

    private static (ChunkHandle, LogicalType[]) CreateChunk(AppenderHandle appender)
    {
        var types = new LogicalTypeHandle[(int)AppenderApi.ColumnCount(appender)];
        var natives = stackalloc nint[types.Length];
        try
        {
            for (var i = 0; i < types.Length; i++)
            {
                types[i] = AppenderApi.ColumnType(appender, (ulong)i);
                natives[i] = types[i].DangerousGetHandle(); // the handles live until the chunk has its copies
            }
            return (AppenderApi.CreateChunk(natives, (ulong)types.Length), Array.ConvertAll(types, LogicalType.Read));
        }
        finally
        {
            foreach (var type in types) type?.Dispose();
        }
    }

    private static AppendFault Fault(AppenderHandle appender, string? column = null)
    {
        using var error = AppenderApi.Error(appender);
        var message = Marshal.PtrToStringUTF8(AppenderApi.ErrorMessage(error)) ?? "DuckDB gave no reason";
        var kind = AppenderApi.ErrorKind(error);
        return new AppendFault(
            column is null ? message : $"Column '{column}': {message}", Enum.IsDefined(kind) ? kind : EngineErrorKind.Other);
    }
}

/// <summary>Why DuckDB did not take or write rows.</summary>
internal readonly record struct AppendFault(string Message, EngineErrorKind Kind);
