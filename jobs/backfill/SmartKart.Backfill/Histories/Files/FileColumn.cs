using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Files;

/// <summary>A column of a file, and how SQL reads it as what a history takes it for. What can't be read as that is NULL.</summary>
/// <param name="Sql">Its name, as SQL writes it.</param>
/// <param name="Type">Its type in the file; a CSV's columns are all texts.</param>
internal readonly record struct FileColumn(string Sql, DuckDbType Type)
{
    /// <summary>As a text without blanks around it; NULL where nothing is left.</summary>
    public string Text => $"nullif(trim({Sql}::VARCHAR), '')";

    /// <summary>As an instant; a time without a zone is UTC, and a whole number counts seconds since 1970.</summary>
    public string Instant => Type switch
    {
        DuckDbType.TimestampTz => Sql,
        DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.Date =>
            $"({Sql}::TIMESTAMP AT TIME ZONE 'UTC')",
        DuckDbType.Varchar => $"coalesce(try_cast({Sql} AS TIMESTAMP) AT TIME ZONE 'UTC', to_timestamp(try_cast({Sql} AS BIGINT)))",
        _ => $"to_timestamp(try_cast({Sql} AS BIGINT))",
    };
}

/// <summary>A column that a history needs.</summary>
/// <param name="Name">The history's name for it.</param>
/// <param name="Spellings">What it may be called: lower case, letters only.</param>
internal sealed record NeededColumn(string Name, params string[] Spellings)
{
    /// <summary>Whether a file's name for a column is one of its spellings, whatever its case and whatever stands between the letters.</summary>
    public bool IsSpelt(string name) => Spellings.Contains(string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant());
}
