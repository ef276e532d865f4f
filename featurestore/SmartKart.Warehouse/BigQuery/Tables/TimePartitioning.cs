namespace SmartKart.Warehouse.BigQuery;

/// <summary>How a table is divided by time: a query that names a stretch of it reads, and pays for, that stretch alone.</summary>
/// <param name="Granularity">How long a partition is.</param>
public sealed record TimePartitioning(PartitionGranularity Granularity)
{
    /// <summary>The DATE, DATETIME or TIMESTAMP column; null is the time of loading.</summary>
    public string? Field { get; init; }

    /// <summary>How long a partition is kept; null is for ever.</summary>
    public TimeSpan? Expiration { get; init; }

    internal static TimePartitioning? From(TimePartitioningResource? resource) => resource is null ? null : new(
        Enum.Parse<PartitionGranularity>(resource.Type, ignoreCase: true))
    {
        Field = resource.Field,
        Expiration = resource.ExpirationMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
    };

    internal TimePartitioningResource ToResource() => new()
    {
        Type = Granularity.ToString().ToUpperInvariant(),
        Field = Field,
        ExpirationMs = (long?)Expiration?.TotalMilliseconds,
    };
}

/// <summary>How long a partition is.</summary>
public enum PartitionGranularity
{
    /// <summary>An hour.</summary>
    Hour,
    /// <summary>A day.</summary>
    Day,
    /// <summary>A month.</summary>
    Month,
    /// <summary>A year.</summary>
    Year,
}
