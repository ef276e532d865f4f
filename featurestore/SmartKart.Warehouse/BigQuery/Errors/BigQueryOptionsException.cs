namespace SmartKart.Warehouse.BigQuery;

/// <summary>A setting of <see cref="BigQueryOptions"/> that cannot be used. The message begins with its key; nothing was asked of BigQuery.</summary>
public sealed class BigQueryOptionsException : WarehouseException
{
    internal BigQueryOptionsException(string message, Exception? cause = null) : base(message, cause) { }
}
