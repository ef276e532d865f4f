namespace SmartKart.Warehouse.BigQuery;

/// <summary>A job, by its names.</summary>
public sealed record JobReference
{
    /// <summary>The project that runs it.</summary>
    public required string ProjectId { get; init; }

    /// <summary>Its name in the project: letters, digits, underscores and dashes, up to 1,024.</summary>
    public required string JobId { get; init; }

    /// <summary>Where it runs; null where nobody has said yet.</summary>
    public string? Location { get; init; }
}

internal sealed record DatasetReference
{
    public required string ProjectId { get; init; }

    public required string DatasetId { get; init; }
}

internal sealed record TableReference
{
    public required string ProjectId { get; init; }

    public required string DatasetId { get; init; }

    public required string TableId { get; init; }
}
