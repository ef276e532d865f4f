using System.Data;

namespace SmartKart.Warehouse.DuckDb.Parquet;

/// <summary>
/// Writes rows of the program's own to a Parquet file: they are appended to a temporary table, and copied from there. That costs one more copy
/// than a stream would, and needs no callbacks out of DuckDB's threads; past its memory limit DuckDB spills the table to its temp directory.
/// The file appears with <see cref="Complete"/>: without it there is none. One thread at a time.
/// </summary>
public sealed class ParquetWriter : IDisposable
{
    private static int _writers; // numbers the tables: one connection may have several
    private readonly DuckDbConnection _connection;
    private readonly DuckDbAppender _appender;
    private readonly string _table;
    private readonly string _path;
    private readonly ParquetWriteOptions _options;
    private bool _completed;
    private bool _disposed;

    /// <summary>Begins a file.</summary>
    /// <param name="connection">Open; it can run nothing else that streams until this is disposed.</param>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="columns">The columns: names, and types as SQL writes them (<c>DECIMAL(18,4)</c>).</param>
    /// <param name="options">Null is the defaults.</param>
    /// <exception cref="WarehouseFileException">The file exists, and is not to be overwritten.</exception>
    /// <exception cref="WarehouseQueryException">A type is none of DuckDB's.</exception>
    /// <exception cref="WarehouseValueException">A type is none that an appender writes.</exception>
    public ParquetWriter(DuckDbConnection connection, string path, IReadOnlyList<(string Name, string Type)> columns, ParquetWriteOptions? options = null)
    {
        _options = options ?? new ParquetWriteOptions();
        if (!_options.Overwrite && File.Exists(path)) throw new WarehouseFileException(path);
        _connection = connection;
        _path = path;
        _table = $"parquet_writer_{Interlocked.Increment(ref _writers)}";
        connection.Native.Execute(
            $"CREATE TEMP TABLE {_table} ({string.Join(", ", columns.Select(column => $"{SqlText.Identifier(column.Name)} {column.Type}"))})");
        try
        {
            _appender = connection.CreateAppender(_table, schema: "main", catalog: "temp");
        }
        catch
        {
            Drop();
            throw;
        }
    }

    /// <summary>Takes the rows.</summary>
    public DuckDbAppender Rows => _appender;

    /// <summary>Writes the file.</summary>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>Rows written.</returns>
    /// <exception cref="WarehouseAppendException">Rows were refused.</exception>
    /// <exception cref="WarehouseQueryException">The file cannot be written.</exception>
    public long Complete(CancellationToken cancellation = default)
    {
        if (_completed) throw new InvalidOperationException($"The file {_path} is complete. Begin another.");
        _appender.Flush();
        var rows = _connection.CopyToParquet($"FROM temp.main.{_table}", _path, _options, cancellation);
        _completed = true;
        return rows;
    }

    /// <summary>Lets go of the rows.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            _appender.Dispose();
        }
        finally
        {
            if (_connection.State == ConnectionState.Open) Drop();
        }
    }

    private void Drop() => _connection.Native.Execute($"DROP TABLE temp.main.{_table}");
}
