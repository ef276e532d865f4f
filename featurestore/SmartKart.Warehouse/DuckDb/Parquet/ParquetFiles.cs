using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.DuckDb.Parquet;

/// <summary>Reads and writes Parquet files through a connection. A path is a path, whatever quotes it holds; on reading it may be a glob.</summary>
public static class ParquetFiles
{
    /// <summary>Writes a query's rows to a file, which appears when it is whole.</summary>
    /// <param name="connection">Open, and streaming no result.</param>
    /// <param name="query">One query, without parameters and without <c>;</c>.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="options">Null is the defaults.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="WarehouseFileException">The file exists, and is not to be overwritten.</exception>
    /// <exception cref="WarehouseQueryException">The query fails, or the file cannot be written.</exception>
    public static long CopyToParquet(
        this DuckDbConnection connection, string query, string path, ParquetWriteOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ParquetWriteOptions();
        if (!options.Overwrite && File.Exists(path)) throw new WarehouseFileException(path);
        // Written beside the file and moved: who reads the path finds the old file or the new one, and never half of one.
        var unfinished = $"{path}.unfinished";
        try
        {
            var rows = connection.Native.Execute($"COPY ({query}\n) TO {SqlText.Literal(unfinished)} {options.ToSql()}", cancellation);
            File.Move(unfinished, path, options.Overwrite);
            return rows;
        }
        catch
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Reads files in columns.</summary>
    /// <param name="connection">Open, and streaming no result.</param>
    /// <param name="path">A file, or a glob such as <c>events/*/*.parquet</c>, whose files have the same columns.</param>
    /// <param name="columns">Only these, in this order, which is all that is read of the files; null is all of them.</param>
    /// <param name="cancellation">Interrupts it, also while rows are being read.</param>
    /// <exception cref="WarehouseQueryException">There is no such file or column.</exception>
    public static DuckDbResult ReadParquet(
        this DuckDbConnection connection, string path, IReadOnlyList<string>? columns = null, CancellationToken cancellation = default) =>
        connection.Native.Query(
            $"SELECT {(columns is null ? "*" : string.Join(", ", columns.Select(SqlText.Identifier)))} FROM read_parquet($1)", [path], cancellation);

    /// <summary>What stands after FROM to read files: <c>read_parquet('…')</c>, for SQL of the caller's own.</summary>
    /// <param name="paths">Files or globs, at least one.</param>
    public static string Scan(params IReadOnlyList<string> paths) => paths.Count == 1
        ? $"read_parquet({SqlText.Literal(paths[0])})"
        : $"read_parquet([{string.Join(", ", paths.Select(SqlText.Literal))}])";
}
