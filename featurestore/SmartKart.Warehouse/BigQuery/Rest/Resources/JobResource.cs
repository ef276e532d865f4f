using System.Text.Json.Serialization;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>The parts of a Job of the REST API that are used here.</summary>
internal sealed record JobResource
{
    public JobReference? JobReference { get; init; }

    public JobConfiguration? Configuration { get; init; }

    public JobStatus? Status { get; init; }

    public JobStatistics? Statistics { get; init; }
}

internal sealed record JobConfiguration
{
    public QueryConfiguration? Query { get; init; }

    public LoadConfiguration? Load { get; init; }

    public bool? DryRun { get; init; }

    public long? JobTimeoutMs { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

internal sealed record QueryConfiguration
{
    public required string Query { get; init; }

    public bool UseLegacySql { get; init; }         // written always: it is true unless it is said

    public bool? UseQueryCache { get; init; }

    public string? ParameterMode { get; init; }

    public IReadOnlyList<ParameterResource>? QueryParameters { get; init; }

    public DatasetReference? DefaultDataset { get; init; }

    public TableReference? DestinationTable { get; init; }

    public string? CreateDisposition { get; init; }

    public string? WriteDisposition { get; init; }

    public TimePartitioningResource? TimePartitioning { get; init; }

    public ClusteringResource? Clustering { get; init; }

    public string? Priority { get; init; }

    public long? MaximumBytesBilled { get; init; }
}

internal sealed record LoadConfiguration
{
    public required TableReference DestinationTable { get; init; }

    public IReadOnlyList<string>? SourceUris { get; init; }

    public required string SourceFormat { get; init; }

    public SchemaResource? Schema { get; init; }

    public bool? Autodetect { get; init; }

    public string? CreateDisposition { get; init; }

    public string? WriteDisposition { get; init; }

    public TimePartitioningResource? TimePartitioning { get; init; }

    public ClusteringResource? Clustering { get; init; }

    public bool? UseAvroLogicalTypes { get; init; }

    public ParquetResource? ParquetOptions { get; init; }

    [JsonNumberHandling(JsonNumberHandling.Strict)]        // 32 bits: a number
    public int? MaxBadRecords { get; init; }

    public bool? IgnoreUnknownValues { get; init; }
}

internal sealed record ParquetResource
{
    public bool? EnableListInference { get; init; }
}

internal sealed record JobStatus
{
    public string? State { get; init; }

    public ErrorResource? ErrorResult { get; init; }

    public IReadOnlyList<ErrorResource>? Errors { get; init; }
}

internal sealed record ErrorResource
{
    public string? Reason { get; init; }

    public string? Message { get; init; }

    public string? Location { get; init; }

    public BigQueryError ToError() => new(Reason ?? "unknown", Message ?? "", Location is "" ? null : Location);
}

internal sealed record JobStatistics
{
    public long? CreationTime { get; init; }

    public long? StartTime { get; init; }

    public long? EndTime { get; init; }

    public long? TotalBytesProcessed { get; init; }

    public long? NumChildJobs { get; init; }

    public QueryStatistics? Query { get; init; }

    public LoadStatistics? Load { get; init; }
}

internal sealed record QueryStatistics
{
    public long? TotalBytesBilled { get; init; }

    public bool? CacheHit { get; init; }

    public long? NumDmlAffectedRows { get; init; }

    public string? StatementType { get; init; }

    public SchemaResource? Schema { get; init; }
}

internal sealed record LoadStatistics
{
    public long? InputFiles { get; init; }

    public long? InputFileBytes { get; init; }

    public long? OutputRows { get; init; }

    public long? OutputBytes { get; init; }

    public long? BadRecords { get; init; }
}

internal sealed record JobAnswer
{
    public JobResource? Job { get; init; }
}
