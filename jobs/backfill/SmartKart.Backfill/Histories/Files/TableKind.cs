namespace SmartKart.Backfill.Histories.Files;

/// <summary>How a table is written into a file.</summary>
public enum TableKind
{
    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Comma-separated values (or what else parts them, which is found out), with the columns' names in the first line.</summary>
    Csv,

    /// <summary>A JSON object on each line.</summary>
    JsonLines,
}

/// <summary>Tells the kind by a file's name.</summary>
internal static class TableKinds
{
    /// <summary>The kind, or null where the name tells none. A compressed file is named for what is in it, such as <c>rows.csv.gz</c>.</summary>
    public static TableKind? Of(string path)
    {
        var name = Path.GetExtension(path).ToUpperInvariant() is ".GZ" ? Path.GetFileNameWithoutExtension(path) : path;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".PARQUET" => TableKind.Parquet,
            ".CSV" or ".TSV" => TableKind.Csv,
            ".JSONL" or ".NDJSON" or ".JSON" => TableKind.JsonLines,
            _ => null,
        };
    }
}
