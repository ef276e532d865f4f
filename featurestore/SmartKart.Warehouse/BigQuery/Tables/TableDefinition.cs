namespace SmartKart.Warehouse.BigQuery;

/// <summary>A table to make, or as it was found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its columns.</param>
public sealed record TableDefinition(TableName Name, IReadOnlyList<BigQueryField> Schema)
{
    /// <summary>How it is divided by time; null is not.</summary>
    public TimePartitioning? Partitioning { get; init; }

    /// <summary>The columns, up to four, by which it is sorted within its partitions.</summary>
    public IReadOnlyList<string> Clustering { get; init; } = [];

    /// <summary>Whether a query must name partitions.</summary>
    public bool RequirePartitionFilter { get; init; }

    /// <summary>What it is; null for nothing.</summary>
    public string? Description { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it is deleted by itself; null is never.</summary>
    public DateTimeOffset? Expiration { get; init; }

    /// <summary>How many rows it has; null of one to make.</summary>
    public long? Rows { get; init; }

    /// <summary>How many bytes its rows have; null of one to make.</summary>
    public long? Bytes { get; init; }

    internal static TableDefinition From(TableResource table) => new(TableName.From(table.TableReference), BigQueryField.From(table.Schema?.Fields))
    {
        Partitioning = TimePartitioning.From(table.TimePartitioning),
        Clustering = table.Clustering?.Fields ?? [],
        RequirePartitionFilter = table.RequirePartitionFilter ?? false,
        Description = table.Description,
        Labels = table.Labels ?? new Dictionary<string, string>(),
        Expiration = table.ExpirationTime is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null,
        Rows = table.NumRows,
        Bytes = table.NumBytes,
    };

    internal TableResource ToResource(string project) => new()
    {
        TableReference = Name.ToReference(project),
        Schema = new SchemaResource { Fields = [.. Schema.Select(field => field.ToResource())] },
        TimePartitioning = Partitioning?.ToResource(),
        Clustering = Clustering.Count == 0 ? null : new ClusteringResource { Fields = Clustering },
        RequirePartitionFilter = RequirePartitionFilter ? true : null,
        Description = Description,
        Labels = Labels.Count == 0 ? null : Labels,
        ExpirationTime = Expiration?.ToUnixTimeMilliseconds(),
    };
}
