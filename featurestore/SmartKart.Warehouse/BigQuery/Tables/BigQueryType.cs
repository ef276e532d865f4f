namespace SmartKart.Warehouse.BigQuery;

/// <summary>BigQuery's types, and what holds their values here.</summary>
public enum BigQueryType
{
    /// <summary>STRING: <see cref="string"/>.</summary>
    String,
    /// <summary>BYTES: an array of bytes.</summary>
    Bytes,
    /// <summary>INT64: <see cref="long"/>.</summary>
    Int64,
    /// <summary>FLOAT64: <see cref="double"/>, infinities and NaN too.</summary>
    Float64,
    /// <summary>NUMERIC, 38 digits, 9 of them fractional: <see cref="decimal"/>, which holds 28 or 29 digits; a longer value is an error, or text.</summary>
    Numeric,
    /// <summary>BIGNUMERIC, 76 digits, 38 of them fractional: as NUMERIC.</summary>
    BigNumeric,
    /// <summary>BOOL: <see cref="bool"/>.</summary>
    Bool,
    /// <summary>DATE: <see cref="DateOnly"/>.</summary>
    Date,
    /// <summary>TIME, to the microsecond: <see cref="TimeOnly"/>.</summary>
    Time,
    /// <summary>DATETIME, a wall clock to the microsecond: <see cref="System.DateTime"/> of an unspecified kind.</summary>
    DateTime,
    /// <summary>TIMESTAMP, an instant to the microsecond: <see cref="DateTimeOffset"/> in UTC.</summary>
    Timestamp,
    /// <summary>INTERVAL: its text.</summary>
    Interval,
    /// <summary>GEOGRAPHY: its well-known text.</summary>
    Geography,
    /// <summary>JSON: its text.</summary>
    Json,
    /// <summary>RANGE: its text.</summary>
    Range,
    /// <summary>STRUCT, which schemas call RECORD too: a <see cref="BigQueryRow"/>.</summary>
    Struct,
}

/// <summary>The types' names, as the REST API writes them.</summary>
internal static class BigQueryTypeName
{
    public static string Of(BigQueryType type) => type switch
    {
        BigQueryType.BigNumeric => "BIGNUMERIC",
        BigQueryType.DateTime => "DATETIME",
        _ => type.ToString().ToUpperInvariant(),
    };

    /// <summary>Reads a name; schemas in answers bear the names of legacy SQL.</summary>
    /// <exception cref="WarehouseValueException">It is none that there was when this was written.</exception>
    public static BigQueryType Parse(string name) => name.ToUpperInvariant() switch
    {
        "INTEGER" => BigQueryType.Int64,
        "FLOAT" => BigQueryType.Float64,
        "BOOLEAN" => BigQueryType.Bool,
        "RECORD" => BigQueryType.Struct,
        var standard when Enum.TryParse(standard, ignoreCase: true, out BigQueryType type) && !char.IsAsciiDigit(standard[0]) => type,
        _ => throw new WarehouseValueException($"BigQuery has a column of the type {name}, which is not known here. Cast it to STRING in the SQL."),
    };
}
