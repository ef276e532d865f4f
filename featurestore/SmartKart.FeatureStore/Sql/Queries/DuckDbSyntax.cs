using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>DuckDB. Structs are ordered by their fields in turn, with NaN last: that is what breaks ties.</summary>
internal sealed class DuckDbSyntax(SqlDialect dialect) : QuerySyntax(dialect)
{
    internal override string Micros(string instant) => $"epoch_us({instant})";

    internal override string Instant(string micros) => $"make_timestamp({micros})";

    // A cast from TIMESTAMPTZ would go by the session's time zone.
    internal override string FieldOfType(string field, ScalarType type) =>
        type == ScalarType.Timestamp ? Instant(Micros(field)) : base.FieldOfType(field, type);

    // Beside FROM, its unnest is planned as a join of the table with itself.
    internal override string Element(string list) => $"unnest({list}) AS item";

    internal override string Floor(string number, long multiple) => $"{number} - ({number} % {multiple} + {multiple}) % {multiple}";

    // Its sum of BIGINTs is a HUGEINT.
    internal override string SumOfWhole(string value) => Whole($"sum({value})");

    internal override string MeanOfWhole(string value) => $"{Widened($"sum({value})")} / nullif(count({value}), 0)";

    // Its compensated sum is NaN where the plain one is infinite.
    internal override string SumOfReal(string value) => $"coalesce(nullif(fsum({value}), 'NaN'::DOUBLE), sum({value}))";

    // It fails on what isn't finite, and where squares overflow.
    internal override string Spread(string value, bool isRoot) =>
        $"CASE WHEN count({value}) < 2 THEN NULL WHEN bool_and(abs({value}) < 1E154) "
        + $"THEN {(isRoot ? "stddev_samp" : "var_samp")}(CASE WHEN abs({value}) < 1E154 THEN {value} END) ELSE 'NaN'::DOUBLE END";

    internal override string Edge(string value, string time, ScalarType type, bool isLast) => $"{(isLast ? "max" : "min")}({Pair(value, time)}).v";

    internal override string Latest(string value, string time, ScalarType type, int length) =>
        $"list_transform(max({Pair(value, time)}, {length}), lambda latest: latest.v)";

    private protected override string AtRank(string value, string rank) =>
        $"list_sort(list({value}) FILTER ({value} IS NOT NULL))[CAST({rank} AS BIGINT) + 1]";

    private protected override string WithoutNaN(string value) => $"nullif({value}, 'NaN'::DOUBLE)";

    internal override string Ranking(string key, string weight, int length) =>
        $"list({{'key': {key}, 'weight': {weight}}} ORDER BY {weight} DESC, {key})[1:{length}]";

    internal override string ListOrEmpty(string list) => $"coalesce({list}, [])";

    private static string Pair(string value, string time) => $"CASE WHEN {value} IS NOT NULL THEN {{'at': {time}, 'v': {value}}} END";
}
