namespace SmartKart.Backfill.Histories.Rejections;

/// <summary>How a report is written, by its file's name.</summary>
/// <param name="Format">The options of DuckDB's COPY.</param>
internal sealed record RejectionReport(string Format)
{
    /// <exception cref="ReportException">The name tells nothing, or the folder is not there.</exception>
    public static RejectionReport Of(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is not { } folder || !Directory.Exists(folder)) throw ReportException.NoFolder(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PARQUET" => new RejectionReport("FORMAT parquet, COMPRESSION zstd"),
            ".JSONL" or ".NDJSON" or ".JSON" => new RejectionReport("FORMAT json"),
            _ => throw ReportException.NoFormat(path),
        };
    }
}

/// <summary>A report of rejected rows that could not be written.</summary>
public sealed class ReportException : BackfillException
{
    private ReportException(string path, string message, Exception? cause = null) : base($"{path}: {message}", cause) => Path = path;

    /// <summary>Where the report was to go.</summary>
    public string Path { get; }

    internal static ReportException NoFormat(string path) => new(path, "a report is Parquet or JSON lines, told by its name. End it with .parquet or .jsonl.");

    internal static ReportException NoFolder(string path) => new(path, "there is no such folder. Make it, or write the report elsewhere.");

    internal static ReportException NotWritten(string path, Exception cause) =>
        new(path, $"the report of rejected rows can't be written: {cause.Message} Write it elsewhere with --report.", cause);
}
