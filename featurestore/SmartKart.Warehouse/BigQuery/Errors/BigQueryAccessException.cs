namespace SmartKart.Warehouse.BigQuery;

/// <summary>There are no credentials, Google gave no token for them, or BigQuery refused the token. Nothing ran.</summary>
public sealed class BigQueryAccessException : WarehouseException
{
    internal BigQueryAccessException(string message, Exception? cause = null) : base(message, cause) { }
}
