using SmartKart.Backfill.Histories.Files;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Backfill.Histories.Rejections;

/// <summary>
/// The rows of a file that no event tells of, by their numbers, and the report of them: each with its reason and with all that the file has in it. Kept
/// by an engine that spills, so that a file may be rejected whole. One thread.
/// </summary>
public sealed class RejectedRows : IDisposable
{
    private readonly string _path;
    private readonly RejectionReport _report;
    private readonly TabularFile? _source;
    private readonly string _spill = Path.Combine(Path.GetTempPath(), $"smartkart-rejected-{Guid.NewGuid():N}"); // made by the engine, if it spills
    private readonly DuckDbConnection _connection;
    private readonly DuckDbAppender _rows;

    /// <param name="path">Where the report goes: <c>.parquet</c>, or <c>.jsonl</c>.</param>
    /// <param name="source">The file whose rows these are; null where a history has none.</param>
    /// <exception cref="ReportException">The report's name is neither, or its folder is not there.</exception>
    internal RejectedRows(string path, TabularFile? source)
    {
        (_path, _report, _source) = (path, RejectionReport.Of(path), source);
        _connection = new DuckDbConnection("Data Source=:memory:");
        _connection.Open();
        Execute($"SET temp_directory = {SqlText.Literal(_spill)}");
        Execute("CREATE TABLE rejected (row_number BIGINT, outcome VARCHAR, reason VARCHAR)");
        _rows = _connection.CreateAppender("rejected");
    }

    internal void Add(long row, RowOutcome outcome) => _rows.Append(row).Append(outcome.Name).Append(outcome.Rule).EndRow();

    /// <summary>
    /// Writes the report: a row for each one rejected, by number. The columns are <c>row_number</c>, <c>outcome</c>, <c>reason</c>, and <c>source</c>, the
    /// row as the file has it. A report that is there is replaced.
    /// </summary>
    /// <exception cref="ReportException">It can't be written.</exception>
    public void Write()
    {
        try
        {
            _rows.Flush();
            // Beside its place until it is whole.
            var draft = _path + ".new";
            using var copy = _connection.CreateCommand(
                $"COPY (SELECT row_number, outcome, reason{Source} ORDER BY row_number) TO {SqlText.Literal(draft)} ({_report.Format})");
            copy.ExecuteNonQuery();
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception fault) when (fault is WarehouseException or IOException or UnauthorizedAccessException)
        {
            throw ReportException.NotWritten(_path, fault);
        }
    }

    /// <summary>Forgets the rows; what was not written is not.</summary>
    public void Dispose()
    {
        _rows.Dispose();
        _connection.Dispose();
        if (Directory.Exists(_spill)) Directory.Delete(_spill, recursive: true);
    }

    private string Source => _source is null
        ? " FROM rejected"
        : $", source FROM rejected JOIN (SELECT {TabularFile.RowNumber} AS number, each AS source FROM {_source.ScanWithPath} AS each) ON number = row_number";

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
