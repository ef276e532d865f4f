namespace SmartKart.Warehouse.BigQuery;

/// <summary>The parts of a Table of the REST API that are used here.</summary>
internal sealed record TableResource
{
    public required TableReference TableReference { get; init; }

    public SchemaResource? Schema { get; init; }

    public TimePartitioningResource? TimePartitioning { get; init; }

    public ClusteringResource? Clustering { get; init; }

    public bool? RequirePartitionFilter { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public long? ExpirationTime { get; init; }

    public long? NumRows { get; init; }

    public long? NumBytes { get; init; }
}

internal sealed record SchemaResource
{
    public IReadOnlyList<FieldResource>? Fields { get; init; }
}

internal sealed record FieldResource
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    public string? Mode { get; init; }

    public IReadOnlyList<FieldResource>? Fields { get; init; }

    public string? Description { get; init; }

    public long? Precision { get; init; }

    public long? Scale { get; init; }
}

internal sealed record TimePartitioningResource
{
    public required string Type { get; init; }

    public string? Field { get; init; }

    public long? ExpirationMs { get; init; }
}

internal sealed record ClusteringResource
{
    public IReadOnlyList<string>? Fields { get; init; }
}

internal sealed record TableList
{
    public IReadOnlyList<TableResource>? Tables { get; init; }

    public string? NextPageToken { get; init; }
}

internal sealed record DatasetResource
{
    public required DatasetReference DatasetReference { get; init; }

    public string? Location { get; init; }
}

internal sealed record DatasetList
{
    public IReadOnlyList<DatasetResource>? Datasets { get; init; }

    public string? NextPageToken { get; init; }
}
