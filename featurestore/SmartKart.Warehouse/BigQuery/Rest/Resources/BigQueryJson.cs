using System.Text.Json.Serialization;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>The resources as JSON. The API writes 64-bit integers as text; what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
[JsonSerializable(typeof(JobResource))]
[JsonSerializable(typeof(JobAnswer))]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(TableResource))]
[JsonSerializable(typeof(TableList))]
[JsonSerializable(typeof(DatasetResource))]
[JsonSerializable(typeof(DatasetList))]
[JsonSerializable(typeof(long))]
internal sealed partial class BigQueryJson : JsonSerializerContext;
