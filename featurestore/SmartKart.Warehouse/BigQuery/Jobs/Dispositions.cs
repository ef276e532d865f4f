namespace SmartKart.Warehouse.BigQuery;

/// <summary>What happens to a table that is there already.</summary>
public enum WriteDisposition
{
    /// <summary>It is an error unless the table is empty.</summary>
    Empty,
    /// <summary>The rows are added.</summary>
    Append,
    /// <summary>The rows take the place of those in it, and its schema that of its own: at once, or not at all.</summary>
    Truncate,
}

/// <summary>What happens where the table is not there.</summary>
public enum CreateDisposition
{
    /// <summary>It is made.</summary>
    IfNeeded,
    /// <summary>It is an error.</summary>
    Never,
}

/// <summary>The dispositions' names, as the REST API writes them.</summary>
internal static class DispositionName
{
    public static string Of(WriteDisposition disposition) => disposition switch
    {
        WriteDisposition.Append => "WRITE_APPEND",
        WriteDisposition.Truncate => "WRITE_TRUNCATE",
        _ => "WRITE_EMPTY",
    };

    public static string Of(CreateDisposition disposition) => disposition == CreateDisposition.Never ? "CREATE_NEVER" : "CREATE_IF_NEEDED";
}
