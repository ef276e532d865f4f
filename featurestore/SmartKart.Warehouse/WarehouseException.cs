using System.Data.Common;
using System.Globalization;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Warehouse;

/// <summary>
/// The warehouse could not do as asked. The leaves say whose fault it is: the installation's, the SQL's, the data's, or the reader's.
/// </summary>
public abstract class WarehouseException : DbException
{
    private protected WarehouseException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>The engine's native library is not there or cannot be loaded. Nothing was opened.</summary>
public sealed class WarehouseLibraryException : WarehouseException
{
    internal WarehouseLibraryException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>
/// The engine refused a statement, or failed while it ran. The message is the engine's own, followed by what helps, where that is known, and by
/// the SQL.
/// </summary>
public sealed class WarehouseQueryException : WarehouseException
{
    internal WarehouseQueryException(string engineMessage, string sql) : base(Compose(engineMessage, sql))
    {
        EngineMessage = engineMessage;
        Sql = sql;
        Kind = EngineError.KindOf(engineMessage);
    }

    /// <summary>What the engine said, as it said it.</summary>
    public string EngineMessage { get; }

    /// <summary>The statement that it said it about.</summary>
    public string Sql { get; }

    /// <summary>What kind of fault the engine calls it.</summary>
    public EngineErrorKind Kind { get; }

    /// <summary>DuckDB's number of <see cref="Kind"/>.</summary>
    public override int ErrorCode => (int)Kind;

    /// <summary>Whether the same statement may succeed if its transaction is run again: two transactions met on the same rows.</summary>
    public override bool IsTransient => Kind == EngineErrorKind.Transaction && EngineMessage.Contains("onflict", StringComparison.Ordinal);

    private static string Compose(string engineMessage, string sql) =>
        EngineError.RemedyFor(EngineError.KindOf(engineMessage)) is { } remedy
            ? $"{engineMessage}\n{remedy}\nin the SQL:\n{sql}"
            : $"{engineMessage}\nin the SQL:\n{sql}";
}

/// <summary>A column was read as a type that it does not hold, or holds a value (NULL, infinity) which that type cannot.</summary>
public sealed class WarehouseValueException : WarehouseException
{
    internal WarehouseValueException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>A command did not end within its timeout, and was interrupted.</summary>
public sealed class WarehouseTimeoutException : WarehouseException
{
    internal WarehouseTimeoutException(TimeSpan timeout, string sql, Exception cause) : base(
        $"The command was interrupted after its timeout of {timeout.TotalSeconds:0} s. " +
        $"Raise CommandTimeout (0 waits as long as it takes), or ask for less.\nin the SQL:\n{sql}", cause) => Sql = sql;

    private WarehouseTimeoutException(string message, string sql, Exception cause) : base(message, cause) => Sql = sql;

    /// <summary>A job that took too long.</summary>
    /// <param name="jobId">Its name; null where it has none yet.</param>
    /// <param name="timeout">How long it might take.</param>
    /// <param name="sql">A query's text.</param>
    /// <param name="still">Why it may still run, as the end of a sentence; null where it was cancelled.</param>
    /// <param name="cause">What ended the wait.</param>
    internal static WarehouseTimeoutException OfJob(string? jobId, TimeSpan timeout, string? sql, string? still, Exception cause)
    {
        var text = sql is null ? "" : $"\nin the SQL:\n{BigQuery.BigQueryError.Excerpt(sql)}";
        var ended = string.Create(CultureInfo.InvariantCulture, $"its timeout of {timeout.TotalSeconds:0.###} s");
        var fate = still is null ? $"was cancelled after {ended}." : $"took longer than {ended}, and {still}";
        return new WarehouseTimeoutException(
            $"The job {jobId ?? "that BigQuery has not named yet"} {fate} " +
            $"Raise Timeout (null waits as long as BigQuery lets it run), or ask for less.{text}", sql ?? "", cause);
    }

    /// <summary>The command's text; empty of a load.</summary>
    public string Sql { get; }
}

/// <summary>Rows were not appended. Those before <see cref="FirstRow"/> are in the table, and nothing from it on is.</summary>
public sealed class WarehouseAppendException : WarehouseException
{
    internal WarehouseAppendException(AppendFault fault, string table) : this(
        fault, 0, 0, $"{fault.Message}\nNo appender was made for the table {table}. Name a table of this database, and columns that it has.") { }

    internal WarehouseAppendException(AppendFault fault, string table, long firstRow, long endRow) : this(
        fault, firstRow, endRow,
        $"{fault.Message}\nThe rows {firstRow} to {endRow - 1} of the appender on {table} are not in it; those before are. " +
        "Mend what the message names and append again from there; or append within a transaction, and roll it back.") { }

    private WarehouseAppendException(AppendFault fault, long firstRow, long endRow, string message) : base(message)
    {
        EngineMessage = fault.Message;
        Kind = fault.Kind;
        FirstRow = firstRow;
        EndRow = endRow;
    }

    /// <summary>What the engine said, as it said it.</summary>
    public string EngineMessage { get; }

    /// <summary>What kind of fault the engine calls it.</summary>
    public EngineErrorKind Kind { get; }

    /// <summary>DuckDB's number of <see cref="Kind"/>.</summary>
    public override int ErrorCode => (int)Kind;

    /// <summary>The first row that is not in the table, from 0.</summary>
    public long FirstRow { get; }

    /// <summary>The row after the last that is lost; 0 where no appender was made.</summary>
    public long EndRow { get; }
}

/// <summary>A file is there already, and was not to be overwritten.</summary>
public sealed class WarehouseFileException : WarehouseException
{
    /// <summary>For those who look before they write.</summary>
    /// <param name="path">The file.</param>
    public WarehouseFileException(string path) : base(
        $"The file {path} exists, and was left as it is. Name another, or say Overwrite = true.") => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
