using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>BigQuery. It has no order of structs, but arrays in an order; its NaN comes before all numbers.</summary>
internal sealed class BigQuerySyntax(SqlDialect dialect) : QuerySyntax(dialect)
{
    internal override string Micros(string instant) => $"UNIX_MICROS({instant})";

    internal override string Instant(string micros) => $"TIMESTAMP_MICROS({micros})";

    internal override string Element(string list) => "item";

    internal override string ElementJoin(string list) => $"\n    CROSS JOIN UNNEST({list}) AS item";

    internal override string Floor(string number, long multiple) => $"{number} - MOD(MOD({number}, {multiple}) + {multiple}, {multiple})";

    // A NUMERIC has 29 digits before the point: room for 10^10 of the greatest Int64.
    internal override string SumOfWhole(string value) => Whole($"SUM(CAST({value} AS NUMERIC))");

    internal override string MeanOfWhole(string value) => $"{Widened($"SUM(CAST({value} AS NUMERIC))")} / NULLIF(COUNT({value}), 0)";

    // Its MIN is NaN where any value is.
    internal override string Least(string value, ScalarType type) =>
        type == ScalarType.Double ? $"IFNULL(MIN({WithoutNaN(value)}), MIN({value}))" : base.Least(value, type);

    internal override string Spread(string value, bool isRoot) => $"{(isRoot ? "STDDEV_SAMP" : "VAR_SAMP")}({value})";

    internal override string Edge(string value, string time, ScalarType type, bool isLast) =>
        $"ARRAY_AGG({value} IGNORE NULLS ORDER BY {Order(value, time, type, isLast ? " DESC" : "")} LIMIT 1)[SAFE_OFFSET(0)]";

    internal override string Latest(string value, string time, ScalarType type, int length) =>
        $"ARRAY_AGG({value} IGNORE NULLS ORDER BY {Order(value, time, type, " DESC")} LIMIT {length})";

    private protected override string AtRank(string value, string rank) =>
        $"ARRAY_AGG({value} IGNORE NULLS ORDER BY {value})[SAFE_OFFSET(CAST({rank} AS INT64))]";

    private protected override string WithoutNaN(string value) => $"IF(IS_NAN({value}), NULL, {value})";

    internal override string Ranking(string key, string weight, int length) =>
        $"ARRAY_AGG(STRUCT({key} AS key, {weight} AS weight) ORDER BY {weight} DESC, {key} LIMIT {length})";

    internal override string ListOrEmpty(string list) => $"IFNULL({list}, [])";

    private static string Order(string value, string time, ScalarType type, string direction) => type == ScalarType.Double
        ? $"{time}{direction}, IS_NAN({value}){direction}, {value}{direction}"
        : $"{time}{direction}, {value}{direction}";
}
