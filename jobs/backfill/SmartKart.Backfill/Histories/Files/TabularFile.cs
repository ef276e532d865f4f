using SmartKart.Warehouse;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Files;

/// <summary>
/// A table in a file, as DuckDB reads it, with each row's number in the file beside it. Columns are found by what they are called, in any
/// spelling: <c>InvoiceNo</c>, <c>invoice_no</c> and <c>Invoice No</c> are one name.
/// </summary>
internal sealed class TabularFile
{
    /// <summary>The column that a scan adds: the row's number in the file, from 1. No file of ours has one of this name.</summary>
    public const string RowNumber = "\"#row\"";

    private readonly TableKind _kind;

    /// <param name="path">The file; it is read when it is asked about.</param>
    /// <param name="kind">How it is written; null where its name tells.</param>
    /// <exception cref="HistoryFormatException">There is no such file, or its name does not tell what it is.</exception>
    public TabularFile(string path, TableKind? kind = null)
    {
        Path = path;
        if (!File.Exists(path)) throw new HistoryFormatException(path, "there is no such file. Check the path.");
        _kind = kind ?? TableKinds.Of(path) ?? throw new HistoryFormatException(
            path, $"'{System.IO.Path.GetExtension(path)}' files are not read. Save it as .csv (UTF-8 or Latin-1), .jsonl or .parquet.");
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its name without its folder, for people.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What stands after FROM: all its columns and <see cref="RowNumber"/>. Its one parameter, <c>$1</c>, is <see cref="Path"/>.</summary>
    public string Scan => field ??= _kind switch
    {
        TableKind.Parquet => $"(SELECT * EXCLUDE (file_row_number), file_row_number + 1 AS {RowNumber} FROM read_parquet($1, file_row_number = true))",
        TableKind.Csv => $"(SELECT *, row_number() OVER () AS {RowNumber} FROM read_csv($1, {CsvLayout.Of(Path)}))",
        // Its types are those of all its lines: those of the first ones might not hold a later one.
        _ => $"(SELECT *, row_number() OVER () AS {RowNumber} FROM read_json($1, format = 'newline_delimited', sample_size = -1))",
    };

    /// <summary>The same with the path in it, for statements that take no parameters.</summary>
    public string ScanWithPath => Scan.Replace("$1", SqlText.Literal(Path), StringComparison.Ordinal);

    /// <summary>Its columns, in order.</summary>
    /// <exception cref="HistoryFormatException">It is no such file.</exception>
    public IReadOnlyList<ColumnVector> Columns(NativeConnection connection, CancellationToken cancellation)
    {
        try
        {
            using var head = connection.Query($"SELECT * EXCLUDE ({RowNumber}) FROM {Scan} LIMIT 0", [Path], cancellation);
            return head.Columns;
        }
        catch (WarehouseQueryException fault)
        {
            throw Unreadable(fault);
        }
    }

    /// <summary>Streams a query over the table.</summary>
    /// <param name="connection">What reads it.</param>
    /// <param name="sql">The query; its one parameter is the path.</param>
    /// <param name="cancellation">Interrupts it.</param>
    /// <returns>The same chunk each time, with other rows in it.</returns>
    /// <exception cref="HistoryFormatException">The file turns out to be no such table, or the query's own SQL can't be computed.</exception>
    public IEnumerable<DataChunk> Chunks(NativeConnection connection, string sql, CancellationToken cancellation)
    {
        DuckDbResult result;
        try
        {
            result = connection.Query(sql, [Path], cancellation);
        }
        catch (WarehouseQueryException fault)
        {
            throw Unreadable(fault);
        }
        using (result)
            while (Next(result) is { } chunk) yield return chunk;
    }

    /// <summary>How many rows it has.</summary>
    /// <exception cref="HistoryFormatException">It is no such file.</exception>
    public long CountRows(CancellationToken cancellation)
    {
        using var engine = new HistoryEngine();
        var rows = 0L;
        foreach (var chunk in Chunks(engine.Connection, $"SELECT count(*) FROM {Scan}", cancellation)) rows += chunk.Column(0).Int64(0);
        return rows;
    }

    /// <summary>The columns that a history needs, by the history's names for them.</summary>
    /// <param name="connection">What reads the file.</param>
    /// <param name="history">What the file is to be, for the error.</param>
    /// <param name="needed">The history's names, and in which spellings each may come.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HistoryFormatException">The file lacks some.</exception>
    public IReadOnlyDictionary<string, FileColumn> FindColumns(
        NativeConnection connection, string history, IReadOnlyList<NeededColumn> needed, CancellationToken cancellation)
    {
        var present = Columns(connection, cancellation);
        var found = new Dictionary<string, FileColumn>();
        foreach (var column in needed)
            if (present.FirstOrDefault(each => column.IsSpelt(each.Name)) is { } match)
                found[column.Name] = new FileColumn(SqlText.Identifier(match.Name), match.Type);
        var missing = needed.Select(column => column.Name).Where(name => !found.ContainsKey(name)).ToArray();
        return missing.Length == 0 ? found : throw new HistoryFormatException(Path,
            $"this is not {history}: it lacks the columns {string.Join(", ", missing)}. It has {string.Join(", ", present.Select(each => each.Name))}.");
    }

    private DataChunk? Next(DuckDbResult result)
    {
        try
        {
            return result.TryReadChunk(out var chunk) ? chunk : null;
        }
        catch (WarehouseQueryException fault)
        {
            throw Unreadable(fault);
        }
    }

    // DuckDB's message, without the excerpt of SQL and the settings of its own that follow it.
    private HistoryFormatException Unreadable(WarehouseQueryException fault)
    {
        var lines = fault.EngineMessage.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(line => !line.StartsWith("LINE ", StringComparison.Ordinal) && !line.StartsWith("Possible ", StringComparison.Ordinal));
        return new HistoryFormatException(Path, $"it cannot be read: {string.Join(' ', lines).TrimEnd('.')}. Mend the file there.", fault);
    }
}
