using System.Globalization;
using SmartKart.Schemas;
using SmartKart.Warehouse;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>
/// SQL that reads a mapped value as its field's schema asks. What can't be read as that is NULL: nothing is rounded, cut or guessed, but for a binary
/// fraction, which has no decimals of its own and is rounded to the contract's.
/// </summary>
internal static class ValueSql
{
    // The years 1 to 9999, beyond which DuckDB's seconds would overflow.
    private const string SecondsMin = "-62135596800";
    private const string SecondsMax = "253402300799";

    /// <param name="value">The value.</param>
    /// <param name="type">What DuckDB makes of its source.</param>
    /// <returns>An expression of the type that <see cref="ValueWriter"/> reads for the schema.</returns>
    public static string Of(MappedValue value, DuckDbType type)
    {
        var (source, text) = (value.Source, $"trim(({value.Source})::VARCHAR)");
        var number = IsNumber(type) ? source : text;
        return (value.Schema.Type, value.Schema.Logical?.Kind) switch
        {
            (_, LogicalKind.Uuid) => $"try_cast({text} AS UUID)",
            (_, LogicalKind.Decimal) => Decimal(number, type, value.Schema.Logical!),
            (_, LogicalKind.TimestampMicros or LogicalKind.TimestampMillis) => Instant(value, source, text, type),
            (_, LogicalKind.Date) => value.Format is { } format
                ? $"try_strptime({text}, {SqlText.Literal(format)})::DATE"
                : $"try_cast({text} AS DATE)",
            (AvroType.Enum, _) => Symbol(text, (EnumSchema)value.Schema),
            (AvroType.Int, _) => Whole(number, "INTEGER"),
            (AvroType.Long, _) => Whole(number, "BIGINT"),
            (AvroType.Double or AvroType.Float, _) => $"try_cast({number} AS DOUBLE)",
            (AvroType.Boolean, _) => $"try_cast({text} AS BOOLEAN)",
            _ => $"nullif({text}, '')",
        };
    }

    // A cast rounds: what isn't the same afterwards was no whole number.
    private static string Whole(string number, string type) =>
        $"CASE WHEN try_cast({number} AS DOUBLE) = try_cast({number} AS {type})::DOUBLE THEN try_cast({number} AS {type}) END";

    private static string Decimal(string number, DuckDbType type, Schemas.LogicalType logical)
    {
        var fitted = string.Create(CultureInfo.InvariantCulture, $"try_cast({number} AS DECIMAL({logical.Precision}, {logical.Scale}))");
        return type is DuckDbType.Double or DuckDbType.Float ? fitted : $"CASE WHEN try_cast({number} AS DECIMAL(38, 18)) = {fitted} THEN {fitted} END";
    }

    private static string Symbol(string text, EnumSchema symbols) =>
        $"(list_position([{string.Join(", ", symbols.Symbols.Select(SqlText.Literal))}], {text}) - 1)::INTEGER";

    private static string Instant(MappedValue value, string source, string text, DuckDbType type)
    {
        var zone = SqlText.Literal(value.Zone);
        if (value.Format is { } format)
        {
            var parsed = $"try_strptime({text}, {SqlText.Literal(format)})";
            // With a zone's name strptime gives an instant; with an offset, UTC's clock.
            return format.Contains("%Z", StringComparison.Ordinal) ? parsed
                : format.Contains("%z", StringComparison.Ordinal) ? $"({parsed} AT TIME ZONE 'UTC')"
                : $"({parsed} AT TIME ZONE {zone})";
        }
        if (value.Unit is { } unit)
        {
            var scale = unit switch { "s" => "1", "ms" => "1000", _ => "1000000" };
            var count = $"try_cast({text} AS BIGINT)";
            var isWithin = $"{count} // {scale} BETWEEN {SecondsMin} AND {SecondsMax}";
            return $"(CASE WHEN {isWithin} THEN make_timestamp({count} * (1000000 // {scale})) END AT TIME ZONE 'UTC')";
        }
        return type switch
        {
            DuckDbType.TimestampTz => source,
            DuckDbType.Timestamp or DuckDbType.TimestampS or DuckDbType.TimestampMs or DuckDbType.TimestampNs or DuckDbType.Date =>
                $"(({source})::TIMESTAMP AT TIME ZONE {zone})",
            // An offset after the time says more than the mapping's zone.
            _ => $@"CASE WHEN regexp_matches({text}, ':\d\d(\.\d+)?\s*(Z|[+-]\d\d(:?\d\d)?)$') THEN try_cast({text} AS TIMESTAMPTZ) "
                + $"ELSE try_cast({text} AS TIMESTAMP) AT TIME ZONE {zone} END",
        };
    }

    private static bool IsNumber(DuckDbType type) => type is DuckDbType.TinyInt or DuckDbType.SmallInt or DuckDbType.Integer or DuckDbType.BigInt
        or DuckDbType.HugeInt or DuckDbType.UTinyInt or DuckDbType.USmallInt or DuckDbType.UInteger or DuckDbType.UBigInt
        or DuckDbType.Float or DuckDbType.Double or DuckDbType.Decimal;
}
