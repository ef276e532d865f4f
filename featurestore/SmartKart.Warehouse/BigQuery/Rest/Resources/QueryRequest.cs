using System.Text.Json.Serialization;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>The parts of the body of <c>jobs.query</c> that are used here.</summary>
internal sealed record QueryRequest
{
    public required string Query { get; init; }

    public bool UseLegacySql { get; init; }         // written always: it is true unless it is said

    public bool? UseQueryCache { get; init; }

    public string? ParameterMode { get; init; }

    public IReadOnlyList<ParameterResource>? QueryParameters { get; init; }

    public DatasetReference? DefaultDataset { get; init; }

    public string? Location { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public long? MaximumBytesBilled { get; init; }

    public long? JobTimeoutMs { get; init; }

    public required string RequestId { get; init; }

    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public int TimeoutMs { get; init; }

    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public int MaxResults { get; init; }

    public required FormatOptions FormatOptions { get; init; }
}

internal sealed record FormatOptions
{
    public bool UseInt64Timestamp { get; init; }
}

internal sealed record ParameterResource
{
    public required string Name { get; init; }

    public required ParameterTypeResource ParameterType { get; init; }

    public required ParameterValueResource ParameterValue { get; init; }
}

internal sealed record ParameterTypeResource
{
    public required string Type { get; init; }

    public ParameterTypeResource? ArrayType { get; init; }

    public IReadOnlyList<StructTypeResource>? StructTypes { get; init; }
}

internal sealed record StructTypeResource
{
    public required string Name { get; init; }

    public required ParameterTypeResource Type { get; init; }
}

/// <summary>A value: text of a scalar, elements of an array, fields of a STRUCT; none of them is NULL.</summary>
internal sealed record ParameterValueResource
{
    public string? Value { get; init; }

    public IReadOnlyList<ParameterValueResource>? ArrayValues { get; init; }

    public IReadOnlyDictionary<string, ParameterValueResource>? StructValues { get; init; }
}
