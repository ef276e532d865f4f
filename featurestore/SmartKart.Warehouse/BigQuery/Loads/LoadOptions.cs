namespace SmartKart.Warehouse.BigQuery;

/// <summary>How rows are loaded into a table.</summary>
public sealed record LoadOptions
{
    /// <summary>The columns; none takes those of the table, or of a file that brings them.</summary>
    public IReadOnlyList<BigQueryField> Schema { get; init; } = [];

    /// <summary>Whether BigQuery guesses the columns of a format that brings none.</summary>
    public bool DetectSchema { get; init; }

    /// <summary>What happens to a table that is there; its rows stay by default.</summary>
    public WriteDisposition Write { get; init; } = WriteDisposition.Append;

    /// <summary>What happens where it is not there.</summary>
    public CreateDisposition Create { get; init; }

    /// <summary>How a table that is made is divided by time.</summary>
    public TimePartitioning? Partitioning { get; init; }

    /// <summary>The columns by which a table that is made is sorted.</summary>
    public IReadOnlyList<string> Clustering { get; init; } = [];

    /// <summary>How many rows that cannot be read are left out before the load fails; none by default.</summary>
    public int MaxBadRecords { get; init; }

    /// <summary>Whether fields that are no columns are left out; otherwise they are an error.</summary>
    public bool IgnoreUnknownValues { get; init; }

    /// <summary>How long it may take, its upload included; it is cancelled then. Null is as long as BigQuery lets it: six hours.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Labels beside the client's.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The job's name, as of <see cref="QueryOptions.JobId"/>: it loads once, whoever asks again. Null is a new one.</summary>
    public string? JobId { get; init; }
}
