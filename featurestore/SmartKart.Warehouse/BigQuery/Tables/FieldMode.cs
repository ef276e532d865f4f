namespace SmartKart.Warehouse.BigQuery;

/// <summary>How many values a field has.</summary>
public enum FieldMode
{
    /// <summary>One, or NULL.</summary>
    Nullable,
    /// <summary>One.</summary>
    Required,
    /// <summary>Any number: an array, which is never NULL.</summary>
    Repeated,
}
