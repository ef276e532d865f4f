namespace SmartKart.Warehouse.BigQuery;

/// <summary>What a query would read, if it ran.</summary>
/// <param name="BytesProcessed">The bytes; of clustered tables at most so many.</param>
/// <param name="Schema">Its columns; none of a statement that has no rows.</param>
/// <param name="StatementType">What kind of statement it is.</param>
public sealed record DryRun(long BytesProcessed, IReadOnlyList<BigQueryField> Schema, string? StatementType);
